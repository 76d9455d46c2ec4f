lab --seed 3
