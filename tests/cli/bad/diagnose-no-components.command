diagnose draws-of-no-components.csv --out out
