diagnose draws-of-four-axes.npy --out out
