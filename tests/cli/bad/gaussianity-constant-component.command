gaussianity gaussianity-constant.csv --test shapiro-wilk
