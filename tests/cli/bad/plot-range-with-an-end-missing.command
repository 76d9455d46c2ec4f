plot "x1^2" --range 3
