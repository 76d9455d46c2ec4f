compare compared-of-two.csv --energy "a*sum(x^2)"
