compare compared-of-two.csv, compared-of-two.csv
