diagnose draws-that-are-none.csv --out out
