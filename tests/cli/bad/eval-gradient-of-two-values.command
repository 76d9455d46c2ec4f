eval "2*x" --at x=1,2 --gradient
