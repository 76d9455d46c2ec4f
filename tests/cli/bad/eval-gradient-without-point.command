eval "1 + 1" --gradient
