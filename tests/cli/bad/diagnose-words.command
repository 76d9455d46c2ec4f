diagnose data-of-words.csv --out out
