"""Files of the store as Python sees them: xarray and NumPy open ours, and we read NumPy's and netCDF4's.

Usage: open_in_xarray.py STORE_EXCHANGE   (the program built from exchange.cpp)
"""

import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import netCDF4
    import numpy as np
    import xarray
except ImportError as error:
    sys.exit(f"this test needs Python's {error.name}: apt-get install python3-xarray python3-netcdf4")

X = np.arange(24).reshape(3, 4, 2) + 0.5
SEED = 2**64 - 1


def check_dataset(path):
    with xarray.open_dataset(path) as run:
        assert dict(run.sizes) == {"particle": 3, "time": 4, "dim": 2, "bin": 2}, run.sizes
        assert set(run.coords) == {"particle", "time", "dim", "bin_left"}, run.coords
        assert set(run.data_vars) == {"x", "mean", "histogram", "failed_step"}, run.data_vars
        assert run.x.dims == ("particle", "time", "dim") and run.x.dtype == np.float64
        assert np.array_equal(run.x, X)
        assert np.array_equal(run["mean"].sel(dim="x2"), [1, 3, 5, 7])
        assert run.x.sel(particle=1, time=0.5, dim="x1") == X[1, 1, 0]
        assert np.array_equal(run.x.sel(time=slice(0.5, 2)), X[:, 1:3])
        assert list(run.dim.values) == ["x1", "x2"]
        assert "bin_left" in run.histogram.coords and "bin_left" not in run.x.coords
        assert run.failed_step.dtype == np.int64 and list(run.failed_step.values) == [-1, 17, -1]
        assert run.particle.dtype == np.int64
        assert run.time.attrs == {"long_name": "time"}
        attributes = {name: run.attrs[name] for name in ("title", "seed", "sigma")}
        assert attributes == {"title": "σ = 10", "seed": SEED, "sigma": 10.0}, attributes


def check_groups(path):
    with netCDF4.Dataset(path) as file:
        assert list(file.groups) == ["posterior", "sample_stats"] and not file.variables and not file.dimensions
        assert file.creation_library == "fokker"
    with xarray.open_dataset(path, group="posterior") as run:
        assert np.array_equal(run.x, X) and run.attrs["seed"] == SEED
    with xarray.open_dataset(path, group="sample_stats") as stats:
        assert stats.diverging.dtype == bool and np.array_equal(stats.diverging, [[False, True, False], [False, False, True]])
        assert stats.n_steps.dtype == np.int64 and stats.n_steps.sel(chain=1, draw=2) == 63


def check_reading_groups(exchange, folder):
    """Groups as xarray writes them: one after another into a file, with axes of the root, with a scalar and a label."""

    def expect(path, lines):
        words = subprocess.run([exchange, "groups", path], check=True, capture_output=True, text=True).stdout
        assert words.splitlines() == lines, words

    chains = {"chain": [0, 1], "draw": np.arange(3)}
    posterior = xarray.Dataset({"x": (("chain", "draw"), X[:2, :3, 0]), "pi": 3.14}, chains | {"school": ("s", ["a", "b"])})
    stats = xarray.Dataset({"diverging": (("chain", "draw"), X[:2, :3, 0] > 3), "depth": (("chain", "draw"), np.ones((2, 3), "i1"))}, chains)
    posterior.to_netcdf(folder / "theirs.nc", group="posterior")
    stats.to_netcdf(folder / "theirs.nc", group="sample_stats", mode="a")
    lines = ["posterior x[2, 3] pi[]", "sample_stats diverging[2, 3] depth[2, 3]"]
    expect(folder / "theirs.nc", lines)
    with netCDF4.Dataset(folder / "shared.nc", "w") as file:
        file.createDimension("chain", 2)
        file.createDimension("draw", None)
        group = file.createGroup("posterior")
        group.createVariable("x", "f4", ("chain", "draw"), zlib=True)[:] = X[:2, :3, 0]
        group.createGroup("inner").createVariable("y", "f8", ("chain",))[:] = [1, 2]
    expect(folder / "shared.nc", ["posterior x[2, 3]"])
    with netCDF4.Dataset(folder / "classic.nc", "w", format="NETCDF3_CLASSIC"):
        pass
    expect(folder / "classic.nc", [])


def check_npz(path):
    with np.load(path, allow_pickle=False) as arrays:
        assert np.array_equal(arrays["x"], X) and arrays["x"].dtype == np.float64
        assert np.array_equal(arrays["failed_step"], [-1, 17, -1]) and arrays["failed_step"].dtype == np.int64
        assert list(arrays["dim"]) == ["x1", "x2"]
        assert arrays["attributes/seed"] == SEED and arrays["attributes/seed"].dtype == np.uint64
        assert arrays["attributes/title"] == "σ = 10"
        assert arrays["attributes/odd"] == "é€😀 \ufffd \ufffd\ufffd\ufffd"
        assert arrays["attributes/sigma"] == 10 and arrays["attributes/sigma"].shape == ()
        assert arrays.zip.testzip() is None


def check_reading(exchange, folder):
    """Every type, order and container that NumPy writes, read by us."""

    def expect(path, name, array):
        words = subprocess.run([exchange, "print", path, *name], check=True, capture_output=True, text=True).stdout
        shape, values = words.split(":")
        assert tuple(map(int, shape.split())) == array.shape, (path, name, words)
        assert np.array_equal(np.array(values.split(), dtype=float), array.astype(float).ravel()), (path, name, words)

    base = np.arange(24).reshape(2, 3, 4) - 5
    types = ["<f8", ">f8", "<f4", ">f4", "<i8", ">i8", "<i4", ">i4", "<i2", "i1", "?"]
    arrays = {f"{t}{order}": np.array(base, dtype=t, order=order) for t in types for order in "CF"}
    arrays |= {"single": np.float64(2.5), "empty": np.zeros((0, 3)), "large": np.random.default_rng(1).normal(size=(500, 400))}
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "compressed.npz", **arrays)
    for name, array in arrays.items():
        expect(folder / "stored.npz", [name], np.asarray(array))
        expect(folder / "compressed.npz", [name], np.asarray(array))
    np.save(folder / "transposed.npy", X.T)
    expect(folder / "transposed.npy", [], X.T)
    np.savetxt(folder / "table.csv", X[0], delimiter=",", header="x1,x2")
    expect(folder / "table.csv", [], X[0])
    xarray.Dataset({"x": (("particle", "dim"), base[0].astype("f4"))}).to_netcdf(folder / "theirs.nc")
    expect(folder / "theirs.nc", ["x"], base[0])
    with netCDF4.Dataset(folder / "classic.nc", "w", format="NETCDF3_CLASSIC") as classic:
        classic.createDimension("i", 3)
        classic.createVariable("x", "i4", ("i",))[:] = [1, 2, 3]
    expect(folder / "classic.nc", ["x"], np.array([1, 2, 3]))


def check_refusals(exchange, folder):
    """What we cannot read is refused with a reason, before memory is taken."""

    def expect(path, reason):
        run = subprocess.run([exchange, "print", path, "x"], capture_output=True, text=True)
        assert run.returncode == 1 and reason in run.stderr, (path, run)

    np.savez(folder / "objects.npz", x=np.array([{}, None], dtype=object))
    expect(folder / "objects.npz", "Python objects")
    with netCDF4.Dataset(folder / "hollow.nc", "w") as hollow:
        hollow.createDimension("i", 10**6)
        hollow.createVariable("x", "f8", ("i", "i"), chunksizes=(1000, 1000))
    expect(folder / "hollow.nc", "more than the file can hold")


def main():
    exchange = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([exchange, "write", folder], check=True)
        check_dataset(folder / "run.nc")
        check_dataset(folder / "deflated.nc")
        check_groups(folder / "groups.nc")
        check_npz(folder / "run.npz")
        check_npz(folder / "deflated.npz")
        assert np.array_equal(np.load(folder / "run.npy"), X)
        assert np.array_equal(np.genfromtxt(folder / "run.csv", delimiter=",", names=True)["x2"], X.reshape(-1, 2)[:, 1])
        check_reading(exchange, folder)
        check_reading_groups(exchange, folder)
        check_refusals(exchange, folder)


main()
