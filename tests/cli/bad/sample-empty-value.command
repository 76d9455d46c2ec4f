sample x1^2 --sampler "" --out out/a
