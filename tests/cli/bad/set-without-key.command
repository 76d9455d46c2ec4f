run good.toml --set =3
