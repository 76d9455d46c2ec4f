sample x1^2 --sampler ula --set sample.step_size=0 --out out/a
