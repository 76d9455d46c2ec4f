sample "a*x1^2"
