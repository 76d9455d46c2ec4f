run good.toml --set simulate.particles=1.5e0
