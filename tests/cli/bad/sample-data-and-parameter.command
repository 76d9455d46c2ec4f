sample "sum((y - x1)^2)" --data y=draws-too-few.csv --set y=2
