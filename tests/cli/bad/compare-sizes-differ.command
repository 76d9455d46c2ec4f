compare compared-of-two.csv compared-of-three.csv
