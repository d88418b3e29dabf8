"""Loads a D4RL file with h5py and NumPy as far as spot does, for a comparison with 'spot benchmark --load FILE'.

    python benchmarks/load_d4rl.py --make 1000000 /tmp/a.hdf5     writes a file of HalfCheetah's sizes as D4RL does
    python benchmarks/load_d4rl.py /tmp/a.hdf5                    times it
"""

import argparse
import resource
import time

import h5py
import numpy as np

COLUMNS = ("observations", "actions", "rewards", "terminals", "timeouts")


def make(path, steps):
    random = np.random.default_rng(0)
    ends = np.arange(steps) % 1000 == 999
    columns = (
        random.standard_normal((steps, 17), dtype="f4"),
        np.tanh(random.standard_normal((steps, 6), dtype="f4")),
        random.standard_normal(steps, dtype="f4"),
        np.zeros(steps, bool),
        ends,
    )
    with h5py.File(path, "w") as file:
        for name, column in zip(COLUMNS, columns):
            file.create_dataset(name, data=column, compression="gzip")


def load(path):
    with h5py.File(path) as file:
        data = {name: file[name][:] for name in COLUMNS}
    kept = np.flatnonzero(~data["timeouts"][:-1])
    floats = {name: data[name].astype(np.float32)[kept] for name in COLUMNS[:3]}
    floats["next_observations"] = data["observations"].astype(np.float32)[kept + 1]
    assert all(np.isfinite(column).all() for column in floats.values())
    return len(kept)


parser = argparse.ArgumentParser()
parser.add_argument("--make", type=int, metavar="STEPS")
parser.add_argument("file")
options = parser.parse_args()
if options.make:
    make(options.file, options.make)
else:
    wall, cpu = time.perf_counter(), time.process_time()
    transitions = load(options.file)
    print(
        "%d transitions: %.2f s, %.2f s of processor time, %d MB at most"
        % (
            transitions,
            time.perf_counter() - wall,
            time.process_time() - cpu,
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        )
    )
