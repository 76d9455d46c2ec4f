gaussianity points-in-the-plane.csv --test mardia --against standard
