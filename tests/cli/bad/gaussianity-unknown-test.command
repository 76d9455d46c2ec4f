gaussianity points-in-the-plane.csv --test shapiro
