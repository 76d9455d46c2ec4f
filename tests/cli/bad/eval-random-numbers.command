eval "z1" --at x=1
