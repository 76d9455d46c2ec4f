sample ackley --out out/a
