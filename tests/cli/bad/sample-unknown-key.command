sample "x1^2" --set sample.stepsize=0.1
