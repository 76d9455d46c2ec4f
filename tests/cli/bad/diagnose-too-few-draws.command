diagnose draws-too-few.csv --out out
