diagnose draws-of-a-chain-nan.csv --out out
