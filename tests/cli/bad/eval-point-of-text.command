eval "x1" --at x=one
