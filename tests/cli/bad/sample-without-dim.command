sample "sum(x^2)/2"
