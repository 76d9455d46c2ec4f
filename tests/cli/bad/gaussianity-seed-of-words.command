gaussianity points-in-the-plane.csv --seed seven
