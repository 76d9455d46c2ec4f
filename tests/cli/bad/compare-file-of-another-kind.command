compare compared-of-two.csv good.toml
