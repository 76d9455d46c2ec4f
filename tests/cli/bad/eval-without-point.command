eval "x1 + 1"
