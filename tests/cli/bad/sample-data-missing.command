sample "sum((y - x1)^2)" --data y=no-such-file.csv
