sample sample-draws-three.toml --dim 2
