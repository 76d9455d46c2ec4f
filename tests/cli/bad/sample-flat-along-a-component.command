sample x1^2 --dim 2
