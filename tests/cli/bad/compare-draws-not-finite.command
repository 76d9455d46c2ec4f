compare compared-of-two.csv compared-not-finite.csv
