sample "x1^2" --draws 3
