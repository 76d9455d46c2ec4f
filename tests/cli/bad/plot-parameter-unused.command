plot "x1^2" --range 0:1 --set a=3
