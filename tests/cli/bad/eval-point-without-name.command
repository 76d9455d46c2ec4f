eval "x1" --at 1,2
