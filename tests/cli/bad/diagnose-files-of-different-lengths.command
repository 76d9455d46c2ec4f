diagnose draws-of-one-chain.csv draws-too-few.csv --out out
