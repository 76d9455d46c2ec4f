plot "x1^2+x2^2" --range 0:1,0:1 --arrows 5
