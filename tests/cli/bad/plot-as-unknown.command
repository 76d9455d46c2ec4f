plot "x1^2" --range 0:1 --as enrgy
