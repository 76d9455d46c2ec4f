run good.toml --set simulate.particles.more=1
