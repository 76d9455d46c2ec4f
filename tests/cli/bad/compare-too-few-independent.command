compare compared-of-two.csv compared-constant.csv
