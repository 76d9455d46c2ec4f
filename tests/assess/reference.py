#!/usr/bin/env python3
"""Writes reference.inc: what ArviZ says of a few sets of draws.

The draws are not stored: they come from a linear congruential generator and + - * / alone, so that Python and
diagnostics_test.cpp make the same bits.    reference.py > reference.inc

Made with ArviZ 0.23.4, NumPy 2.4.6, SciPy 1.17.1. R-hat is what arviz.summary shows: arviz.rhat leaves the middle one
of an odd number of draws out of the median as well, which summary, the paper and R's posterior do not.
"""
import arviz
import numpy
from arviz.stats.diagnostics import _multichain_statistics


class Uniforms:
    """Knuth's MMIX generator; the upper 53 bits as a number in (0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def __call__(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return ((self.state >> 11) + 0.5) / 2.0**53


def autoregressive(uniform, draws, r, shift=0.0, scale=1.0):
    chain, x = [], 0.0
    for _ in range(draws + 50):
        noise = uniform() + uniform() + uniform() + uniform() - 2.0
        x = r * x + noise
        chain.append(shift + scale * x)
    return chain[50:]


def heavy(uniform, draws):
    chain = []
    for _ in range(draws):
        u = uniform()
        chain.append((u - 0.5) / (u * (1.0 - u)))
    return chain


def tied(uniform, draws):
    return [float(int(6.0 * uniform() * uniform())) for _ in range(draws)]


# name, chains, draws, how chain c is made
CASES = [
    ("autoregressive", 4, 500, lambda u, n, c: autoregressive(u, n, 0.9)),
    ("shifted", 4, 300, lambda u, n, c: autoregressive(u, n, 0.3, 0.2 * c)),
    ("scaled", 4, 200, lambda u, n, c: autoregressive(u, n, 0.3, 0.0, 1.0 + c)),
    ("heavy", 4, 400, lambda u, n, c: heavy(u, n)),
    ("antithetic", 2, 400, lambda u, n, c: autoregressive(u, n, -0.8)),
    ("tied", 4, 250, lambda u, n, c: tied(u, n)),
    ("odd", 3, 251, lambda u, n, c: autoregressive(u, n, 0.5)),
    ("slow", 4, 100, lambda u, n, c: autoregressive(u, n, 0.99)),
    ("slower", 2, 1292, lambda u, n, c: autoregressive(u, n, 0.9995)),
    ("short", 4, 20, lambda u, n, c: autoregressive(u, n, 0.0)),
]

for seed, (name, chains, draws, make) in enumerate(CASES, start=1):
    uniform = Uniforms(seed)
    x = numpy.array([make(uniform, draws, c) for c in range(chains)])
    values = [_multichain_statistics(x)[4]]
    values += [arviz.ess(x, method=m) for m in ("bulk", "tail", "mean", "sd")]
    values += [arviz.ess(x, method="quantile", prob=0.1), arviz.ess(x, method="quantile", prob=0.5)]
    values += [arviz.mcse(x, method="mean"), arviz.mcse(x, method="sd")]
    values += [arviz.mcse(x, method="quantile", prob=0.1), arviz.mcse(x, method="quantile", prob=0.5)]
    values += list(arviz.bfmi(x))[:2]
    print("{" + f'"{name}", {chains}, {draws}, ' + "{" + ", ".join(repr(float(v)) for v in values) + "}},")
