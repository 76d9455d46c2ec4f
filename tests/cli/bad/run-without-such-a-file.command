run no-such-spec.toml
