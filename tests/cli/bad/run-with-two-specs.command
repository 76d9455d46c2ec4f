run good.toml other.toml
