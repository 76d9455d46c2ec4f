gaussianity gaussianity-dependent.csv
