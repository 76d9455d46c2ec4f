eval "a" --set a=b
