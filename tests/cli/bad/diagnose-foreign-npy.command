diagnose draws-foreign.npy --out out
