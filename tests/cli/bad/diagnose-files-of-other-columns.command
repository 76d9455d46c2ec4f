diagnose draws-of-one-chain.csv data-not-finite.csv
