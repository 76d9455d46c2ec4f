gaussianity gaussianity-wide.csv
