plot "a*x1^2" --range 0:1
