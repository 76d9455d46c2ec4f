diagnose good.toml --out out
