compare compared-of-two.csv --energy "x"
