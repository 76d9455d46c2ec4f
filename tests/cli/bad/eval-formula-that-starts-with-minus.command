eval "-thta*x" --at x=1 --set theta=2
