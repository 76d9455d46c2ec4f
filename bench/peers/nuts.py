"""NUTS against nutpie and stanli, side by side: effective draws a second, on one core.

    python3 -m venv peers && peers/bin/pip install nutpie pymc arviz stanli
    peers/bin/python bench/peers/nuts.py build/bin/fokker [SEEDS] [NAME ...]

Four chains of 1000 + 1000 each, the smallest bulk effective sample size over all sampling time, warm-up included,
compilation not; medians over seeds (5 unless told). The tools take turns seed by seed, so that a busy machine hurts
all alike. ESS is ArviZ's for the two peers, and Fokker's own, which agrees with it to eight digits.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

import arviz
import numpy as np
import nutpie
import pymc
import pytensor.tensor as pt
import stanli

POSTERIORS = pathlib.Path(__file__).parent.parent.parent / "examples/posteriors"
X = np.loadtxt(POSTERIORS / "logistic-X.csv", delimiter=",", skiprows=0)
Y = np.loadtxt(POSTERIORS / "logistic-y.csv", delimiter=",", skiprows=0)
SCHOOLS_Y = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
SCHOOLS_S = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
VARIANCES = 10.0 ** (4 * np.arange(50) / 49 - 2)


def autoregressive(x):
    return -0.5 * x[0] ** 2 - pt.sum((x[1:] - 0.9 * x[:-1]) ** 2) / 0.38


def double_well(x):
    return -2 * pt.sum((x * x - 1) ** 2)


# mu ~ N(0, 5), tau ~ half Cauchy(5) on its logarithm, z ~ N(0, 1), y ~ N(mu + tau z, s)
def eight_schools(x):
    mu, tau, z = x[0], pt.exp(x[1]), x[2:]
    prior = -mu * mu / 50 - pt.log1p(tau * tau / 25) + x[1] - 0.5 * pt.sum(z * z)
    return prior - 0.5 * pt.sum(((SCHOOLS_Y - mu - tau * z) / SCHOOLS_S) ** 2)


def logistic(x):
    eta = pt.dot(X, x)
    return pt.dot(Y, eta) - pt.sum(pt.softplus(eta)) - 0.5 * pt.sum(x * x)


def stan(dim, body, data=""):
    return f"data {{ {data} }} parameters {{ vector[{dim}] x; }} model {{ {body} }}"


SCHOOLS_STAN = """data { vector[8] y; vector[8] s; } parameters { real mu; real<lower=0> tau; vector[8] z; }
model { mu ~ normal(0, 5); tau ~ cauchy(0, 5); z ~ std_normal(); y ~ normal(mu + tau * z, s); }"""
LOGISTIC_STAN = stan(20, "x ~ std_normal(); y ~ bernoulli_logit(X * x);", "matrix[1000, 20] X; array[1000] int y;")
DOUBLE_WELL_STAN = "target += -2 * sum(square(square(x) - 1));"

# name: [formula or spec, dim], log density for PyMC, Stan code and data
TARGETS = {
    "normal, d = 2": (["dot(x, x)/2", 2], lambda x: -0.5 * pt.sum(x * x), stan(2, "x ~ std_normal();"), {}),
    "normal, d = 100": (["dot(x, x)/2", 100], lambda x: -0.5 * pt.sum(x * x), stan(100, "x ~ std_normal();"), {}),
    "correlated, d = 2": (
        ["(2*x1^2 - x1*x2 + x2^2)/3.5", 2],
        lambda x: -(2 * x[0] ** 2 - x[0] * x[1] + x[1] ** 2) / 3.5,
        stan(2, "target += -(2 * square(x[1]) - x[1] * x[2] + square(x[2])) / 3.5;"),
        {},
    ),
    "diagonal, d = 50": (
        ["sum(x^2/v)/2", 50],
        lambda x: -0.5 * pt.sum(x * x / VARIANCES),
        stan(50, "x ~ normal(0, sqrt(v));", "vector[50] v;"),
        {"v": VARIANCES.tolist()},
    ),
    "AR(1) 0.9, d = 50": (
        ["x1^2/2 + sum((x[1:] - 0.9*x[:-1])^2)/0.38", 50],
        autoregressive,
        stan(50, "x[1] ~ std_normal(); x[2:] ~ normal(0.9 * x[:49], sqrt(0.19));"),
        {},
    ),
    "banana": (
        ["x1^2/2 + 2*(x2 - x1^2)^2", 2],
        lambda x: -0.5 * x[0] ** 2 - 2 * (x[1] - x[0] ** 2) ** 2,
        stan(2, "target += -square(x[1]) / 2 - 2 * square(x[2] - square(x[1]));"),
        {},
    ),
    "double well, d = 2": (["2*sum((x^2 - 1)^2)", 2], double_well, stan(2, DOUBLE_WELL_STAN), {}),
    "double well, d = 10": (["2*sum((x^2 - 1)^2)", 10], double_well, stan(10, DOUBLE_WELL_STAN), {}),
    "eight schools": (
        [str(POSTERIORS / "eight-schools.toml"), 10],
        eight_schools,
        SCHOOLS_STAN,
        {"y": SCHOOLS_Y.tolist(), "s": SCHOOLS_S.tolist()},
    ),
    "logistic, 1000 x 20": (
        [str(POSTERIORS / "logistic.toml"), 20],
        logistic,
        LOGISTIC_STAN,
        {"X": X.tolist(), "y": Y.astype(int).tolist()},
    ),
}


def fokker(program, name, formula, dim):
    words = [program, "sample", formula, "--json", "--quiet", "--threads", "1"]
    words += ["--set", "sample.second_opinion=false"]
    if not formula.endswith(".toml"):
        words += ["--dim", str(dim)]
    if name.startswith("diagonal"):
        file = pathlib.Path(tempfile.mkdtemp()) / "v.csv"
        file.write_text("v\n" + "\n".join(repr(float(v)) for v in VARIANCES) + "\n")
        words += ["--data", f"v={file}"]

    def run(seed):
        done = subprocess.run(words + ["--seed", str(seed)], capture_output=True, text=True, check=True)
        result = json.loads(done.stdout)
        ess = min(c["ess_bulk"] for c in result["components"])
        kept = result["gradients"] - result["warmup_gradients"]
        return ess, result["seconds"], kept

    return run


def with_nutpie(dim, log_density):
    with pymc.Model() as model:
        pymc.Potential("log_density", log_density(pymc.Flat("x", shape=dim)))
    compiled = nutpie.compile_pymc_model(model)

    def run(seed):
        before = time.perf_counter()
        trace = nutpie.sample(compiled, chains=4, cores=1, draws=1000, tune=1000, progress_bar=False, seed=seed)
        seconds = time.perf_counter() - before
        ess = float(arviz.ess(trace, method="bulk")["x"].min())
        return ess, seconds, float(trace.sample_stats["n_steps"].sum())

    run(0)
    return run


def with_stanli(code, data):
    model = stanli.Model(stan_code=code, data=data)

    def run(seed):
        before = time.perf_counter()
        fit = model.sample(chains=4, seed=seed + 1, parallel_chains=1, refresh=0)
        seconds = time.perf_counter() - before
        ess = arviz.ess(fit.to_arviz(), method="bulk")
        least = min(float(ess[name].min()) for name in ess.data_vars)
        return least, seconds, float(fit["n_leapfrog__"].sum())

    run(0)
    return run


def main():
    program = sys.argv[1]
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    names = sys.argv[3:] or list(TARGETS)
    print("| target | fokker | nutpie | stanli | ratio to the best | ESS / 1000 gradients: fokker | nutpie | stanli |")
    print("|---|---|---|---|---|---|---|---|")
    for name in names:
        (formula, dim), log_density, code, data = TARGETS[name]
        tools = [fokker(program, name, formula, dim), with_nutpie(dim, log_density), with_stanli(code, data)]
        runs = np.array([[tool(seed) for tool in tools] for seed in range(1, seeds + 1)])
        rate = np.median(runs[:, :, 0] / runs[:, :, 1], axis=0)
        worth = np.median(1000 * runs[:, :, 0] / runs[:, :, 2], axis=0)
        cells = [f"{r:,.0f}" for r in rate] + [f"{rate[0] / max(rate[1:]):.2f}"] + [f"{w:.3g}" for w in worth]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


main()
