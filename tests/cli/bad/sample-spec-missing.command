sample no-such-file.toml
