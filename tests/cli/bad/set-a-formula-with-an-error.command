run good.toml --set sde.drift="-thta*x"
