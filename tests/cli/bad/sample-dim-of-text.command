sample "x1^2" --dim two
