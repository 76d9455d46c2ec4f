eval "1 + 1" --hessian
