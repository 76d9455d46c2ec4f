run good.toml --seed
