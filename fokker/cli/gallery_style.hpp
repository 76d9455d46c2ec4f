// How the page of the labs looks.
#pragma once

#include <string_view>

namespace fokker::cli {

// No type but scripts is smaller than 15 px. The ground is the paper of the figures, so that they need no frames; in
// the dark they lie on cards. On a narrow screen a wide picture keeps a readable size and is scrolled in its own box.
inline constexpr std::string_view kGalleryStyle = R"css(
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1d2329; --soft: #5a6570; --line: #dfe4e8; --inset: #f5f7f8; --accent: #1a5da6;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181c; --ink: #e4e8eb; --soft: #9aa5af; --line: #2c343b; --inset: #1c2227; --accent: #8dbdf2; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0 auto; max-width: 82rem; padding: 0 clamp(1.1rem, 4vw, 3rem);
  background: var(--ground); color: var(--ink);
  font: 17px/1.6 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word;
}
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible, pre:focus-visible, .table:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
code, pre { font: 15px/1.55 ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, monospace; }
sub, sup { font-size: .75em; line-height: 0; }

.masthead { padding: clamp(3rem, 9vw, 7rem) 0 clamp(2rem, 5vw, 3.5rem); }
.masthead h1 { margin: 0; font-size: clamp(2.6rem, 7vw, 4.4rem); line-height: 1.02; letter-spacing: -.035em; }
.masthead h1 span { color: var(--soft); font-weight: 400; }
.lead { max-width: 38rem; margin: 1.4rem 0 0; font-size: clamp(1.1rem, 2.2vw, 1.3rem); line-height: 1.5; }
.made { margin: .8rem 0 0; color: var(--soft); font-size: 15px; }

.index { columns: 22rem 2; column-gap: 4rem; padding: 2rem 0; border-top: 1px solid var(--line); }
.index section { break-inside: avoid; margin: 0 0 1.8rem; }
.index h2 { margin: 0 0 .4rem; font-size: 15px; font-weight: 600; color: var(--soft); }
.index ul { margin: 0; padding: 0; list-style: none; }
.index a {
  display: flex; gap: 1rem; justify-content: space-between; align-items: baseline;
  padding: .32rem 0; color: inherit; text-decoration: none;
}
.index a:hover span { color: var(--accent); text-decoration: underline; }
.index code { flex: none; color: var(--soft); }

article { padding: clamp(2.5rem, 6vw, 4.5rem) 0; border-top: 1px solid var(--line); }
.about { display: grid; gap: 1.2rem clamp(2rem, 5vw, 5rem); grid-template-columns: minmax(0, 1fr); }
@media (min-width: 62rem) { .about.beside { grid-template-columns: minmax(0, 40rem) minmax(0, 1fr); } }
.source { margin: 0 0 .5rem; color: var(--soft); font-size: 15px; }
article h2 { margin: 0; font-size: clamp(1.6rem, 3.6vw, 2.2rem); line-height: 1.2; letter-spacing: -.02em; }
article h2 a { color: inherit; text-decoration: none; }
.lesson { max-width: 40rem; margin: .9rem 0 0; }
.numbers { align-self: end; margin: 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; font-size: 15px; }
.numbers li { padding: .42rem 0; border-top: 1px solid var(--line); }
.numbers li:last-child { border-bottom: 1px solid var(--line); }

.table { margin: clamp(1.5rem, 4vw, 2.5rem) 0 0; overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 15px; white-space: nowrap; }
th, td { padding: .42rem 0 .42rem 1.2rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child { padding-left: 0; text-align: left; }
th { font-weight: 400; }
thead th { color: var(--soft); }

.pictures { display: flex; flex-wrap: wrap; gap: 2rem; margin: clamp(1.5rem, 4vw, 2.5rem) 0; }
figure { margin: 0; min-width: 0; max-width: 100%; overflow-x: auto; }
@media (min-width: 62rem) { .half { max-width: calc(50% - 1rem); } }
figure a { display: block; }
img, video { display: block; max-width: 100%; height: auto; }
@media (max-width: 44rem) {
  .wide { margin: 0 calc(-1 * clamp(1.1rem, 4vw, 3rem)); max-width: none; width: 100vw; }
  .wide img { max-width: none; width: 760px; }
  .wide video { width: 100%; }
}
@media (prefers-color-scheme: dark) { figure { background: #fff; border-radius: 6px; } }

.run { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; align-items: baseline; }
.run code { padding: .35rem .7rem; border-radius: 5px; background: var(--inset); }
.run code::before { content: "$ "; color: var(--soft); }
.run span { color: var(--soft); font-size: 15px; }
details { margin: .9rem 0 0; }
summary { cursor: pointer; width: fit-content; color: var(--accent); }
pre { margin: .8rem 0 0; padding: 1.1rem 1.3rem; overflow-x: auto; border-radius: 6px; background: var(--inset); }
.turn { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; margin: 2rem 0 0; font-size: 15px; }
footer { padding: 2rem 0 4rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 15px; }
)css";

}  // namespace fokker::cli
