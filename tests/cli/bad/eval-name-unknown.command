eval "a*x1" --at x=1
