gaussianity points-in-the-plane.csv --against normal
