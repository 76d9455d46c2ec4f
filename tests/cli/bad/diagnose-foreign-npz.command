diagnose draws-foreign.npz --out out
