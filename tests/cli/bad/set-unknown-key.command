run good.toml --set simulate.particels=3
