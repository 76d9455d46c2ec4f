diagnose draws-foreign.nc --out out
