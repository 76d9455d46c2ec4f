run good.toml --threads -1
