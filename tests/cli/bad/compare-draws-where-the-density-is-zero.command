compare compared-of-many.csv --log-density "log(x1) + log(x2)"
