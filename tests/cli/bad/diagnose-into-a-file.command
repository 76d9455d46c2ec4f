diagnose draws-of-one-chain.csv --out good.toml
