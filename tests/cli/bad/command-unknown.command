rum spec.toml
