run good.toml --set simulate.particles
