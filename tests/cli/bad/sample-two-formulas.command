sample "x1^2" "x2^2"
