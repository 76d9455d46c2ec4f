eval "t*x1" --at x=1
