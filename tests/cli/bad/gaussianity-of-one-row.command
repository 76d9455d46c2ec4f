gaussianity gaussianity-one-row.csv
