eval "y1" --at y=1
