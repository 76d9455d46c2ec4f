sample "x1^2" --lower 2 --upper 1 --out out/a
