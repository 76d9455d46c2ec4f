diagnose draws-of-no-chains.npy --out out
