run good.toml --set figure.1.width=500
