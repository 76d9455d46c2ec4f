run good.toml --out good.toml
