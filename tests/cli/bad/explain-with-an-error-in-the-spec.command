explain formula-name-unknown.toml
