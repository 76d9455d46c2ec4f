gaussianity points-in-the-plane.csv --test sigreg --slices 0
