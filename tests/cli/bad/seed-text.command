run good.toml --seed lucky
