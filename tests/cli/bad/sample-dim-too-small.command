sample "x1^2 + x3^2" --dim 2
