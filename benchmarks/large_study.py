"""Writes a study of many recorded runs with made numbers, to time the commands that read it.

    python3 benchmarks/large_study.py /tmp/large          2,000 runs with 60 metrics each, about 1 GB
    cd /tmp/large
    time spot runs
    time spot sweep large.yaml --status
    time spot report large
"""

import argparse
import json
import random
import uuid
from pathlib import Path

NAME = "large"
START = 1_790_000_000_000  # milliseconds since 1970
ARMS = [f"arm{i}" for i in range(10)]
DATASETS = [f"data{i}" for i in range(10)]
POINTS = [1_000 * k for k in range(1, 101)]
CURVES = [
    "common_support/log_density_policy",
    "eval/normalized_score",
    "eval/return_mean",
    "support/log_density_policy",
    *(f"train/m{i}" for i in range(40)),
]
NUMBERS = [
    "final/normalized_score",
    "time/action_us_median",
    "time/policy_updates_per_second",
    "time/total_seconds",
    *(f"time/m{i}" for i in range(12)),
]

META = """\
artifact_uri: mlruns/1/{run}/artifacts
end_time: {end}
entry_point_name: ''
experiment_id: '1'
lifecycle_stage: active
run_id: {run}
run_name: {name}
run_uuid: {run}
source_name: ''
source_type: 4
source_version: ''
start_time: {start}
status: 3
tags: []
user_id: user
"""

EXPERIMENT = f"""\
artifact_location: mlruns/1
creation_time: {START}
experiment_id: '1'
last_update_time: {START}
lifecycle_stage: active
name: {NAME}
"""

# Only its name counts: '--status' reads the recorded plan.
STUDY = f"""\
study: {NAME}
base: base.yaml
seeds: 0-1
arms:
  narrow: {{actor_hidden: [16]}}
"""
BASE = "dataset: {type: collected, environment: maze2d-umaze-v1}\nalgorithm: td3\n"


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def record(root, name, start, tags, params=None, metrics=None):
    """Writes a finished run as MLflow's file store does; returns its folder."""
    run = uuid.uuid4().hex
    folder = root / "1" / run
    for part in ("artifacts", "metrics", "params", "tags"):
        (folder / part).mkdir(parents=True)
    write(folder / "tags", {"mlflow.runName": name, **tags})
    write(folder / "params", params or {})
    write(folder / "metrics", metrics or {})
    meta = META.format(run=run, name=name, start=start, end=start + 5_000)
    write(folder, {"meta.yaml": meta})
    return folder


def points(start, mean, steps):
    return "".join(f"{start + s} {random.gauss(mean, 10)} {s}\n" for s in steps)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=2_000, help="a multiple of 100")
    options = parser.parse_args()
    random.seed(0)
    root = options.folder / "mlruns"
    write(root / "1", {"meta.yaml": EXPERIMENT})
    write(options.folder, {f"{NAME}.yaml": STUDY, "base.yaml": BASE})
    plan = []
    start = START
    for d, dataset in enumerate(DATASETS):
        for seed in range(options.runs // (len(ARMS) * len(DATASETS))):
            for a, arm in enumerate(ARMS):
                start += 1_000
                configuration = f"{a:06x}{d:06x}"
                name = f"{arm}-{dataset}-s{seed}"
                metrics = {m: points(start, 50 + 5 * a, POINTS) for m in CURVES}
                metrics |= {m: points(start, 50 + 5 * a, POINTS[-1:]) for m in NUMBERS}
                tags = {
                    "spot.study": NAME,
                    "study.arm": arm,
                    "study.data": dataset,
                    "configuration": configuration,
                    "seed": str(seed),
                    "method": arm,
                    "algorithm": "spot",
                    "dataset": dataset,
                    "environment": dataset,
                }
                params = {
                    "seed": str(seed),
                    "algorithm.type": "spot",
                    "algorithm.updates": "100000",
                    "algorithm.regularizer.lambda": f"{0.1 * (1 + a):.1f}",
                    **{f"algorithm.p{i}": str(i) for i in range(30)},
                }
                record(root, name, start, tags, params, metrics)
                plan.append(
                    {
                        "key": f"{configuration}-s{seed}",
                        "configuration": configuration,
                        "arm": arm,
                        "dataset": dataset,
                        "seed": seed,
                        "name": name,
                    }
                )
    study = record(root, f"{NAME} (study)", START, {"spot.study.record": NAME})
    description = {
        "study": NAME,
        "description": "Made numbers.",
        "reference": ARMS[0],
        "arms": ARMS,
        "datasets": DATASETS,
        "runs": plan,
    }
    files = {"plan.json": json.dumps(description), "study.yaml": STUDY}
    write(study / "artifacts" / "study", files)


if __name__ == "__main__":
    main()
