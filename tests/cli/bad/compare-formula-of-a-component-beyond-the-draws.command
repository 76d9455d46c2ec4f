compare compared-of-two.csv --log-density "-x3^2"
