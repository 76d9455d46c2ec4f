sample good.toml
