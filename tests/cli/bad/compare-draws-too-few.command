compare compared-too-few.csv compared-of-two.csv
