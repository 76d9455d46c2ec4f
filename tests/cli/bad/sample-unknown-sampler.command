sample "x1^2" --sampler hmcc
