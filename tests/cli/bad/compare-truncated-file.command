compare compared-truncated.npz compared-of-two.csv
