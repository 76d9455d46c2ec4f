gaussianity nothing.csv
