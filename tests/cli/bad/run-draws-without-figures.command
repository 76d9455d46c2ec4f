run sample-draws-three.toml --no-figures
