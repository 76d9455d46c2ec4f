compare compared-of-two.csv compared-of-two.csv --energy "x1^2"
