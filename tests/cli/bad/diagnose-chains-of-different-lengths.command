diagnose draws-of-different-lengths.csv --out out
