plot "x1^2" --range a:b
