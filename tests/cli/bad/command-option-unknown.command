run good.toml --sett simulate.seed=1
