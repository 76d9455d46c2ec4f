diagnose draws-truncated.npy --out out
