compare compared-of-two.csv
