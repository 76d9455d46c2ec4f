plot "x1^2"
