diagnose no-such-file.nc --out out
