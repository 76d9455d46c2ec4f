gaussianity gaussianity-not-finite.csv
