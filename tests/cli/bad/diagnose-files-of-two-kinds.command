diagnose draws-of-one-chain.csv draws-of-four-axes.npy
