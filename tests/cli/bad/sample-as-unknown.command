sample "x1^2" --as densty
