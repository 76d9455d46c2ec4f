compare compared-of-two.csv none.nc
