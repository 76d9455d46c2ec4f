compare compared-of-many.csv --energy "sqrt(abs(x1)) + x2^2"
