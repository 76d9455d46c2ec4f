run good.toml --out /proc/no-such-folder
