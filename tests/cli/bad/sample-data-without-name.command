sample "sum((y - x1)^2)" --data y.csv
