gaussianity points-in-the-plane.csv --simulations -5
