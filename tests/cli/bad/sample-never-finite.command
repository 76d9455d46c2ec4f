sample "sqrt(-1 - x1^2)" --out out/a
