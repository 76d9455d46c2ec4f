sample "0*x1" --out out/a
