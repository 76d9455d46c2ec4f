sample "x1^2" --out good.toml
