run good.toml --set figure.first.width=500
