"""Times steps of EnvPool's MuJoCo environments under uniform random actions, resets included.

    taskset -c 1 python envpool_steps.py                               # pip install envpool
    taskset -c 1 python envpool_steps.py Hopper-v4 --environments 16 --windows 5

EnvPool steps many environments at once; a step counts for each of them.
Beside it: taskset -c 1 ./spot benchmark --environments
"""

import argparse
import statistics
import time

import envpool
import numpy as np

WARM_UP_STEPS = 2_000


def run(pool, random, steps, environments):
    actions = random.uniform(-1, 1, (steps // environments, environments, *pool.action_space.shape))
    for action in actions:
        pool.step(action)  # an environment whose episode has ended is reset instead


parser = argparse.ArgumentParser()
parser.add_argument("ids", nargs="*", default=["HalfCheetah-v4", "Hopper-v4", "Walker2d-v4", "Ant-v4"])
parser.add_argument("--windows", type=int, default=5)
parser.add_argument("--steps", type=int, default=20_000, help="steps of a window")
parser.add_argument("--environments", type=int, default=16)
parser.add_argument("--threads", type=int, default=1)
arguments = parser.parse_args()
for name in arguments.ids:
    pool = envpool.make(name, env_type="gymnasium", num_envs=arguments.environments, num_threads=arguments.threads)
    pool.reset()
    random = np.random.default_rng(0)
    run(pool, random, WARM_UP_STEPS, arguments.environments)
    speeds = []
    for _ in range(arguments.windows):
        begun = time.process_time()
        run(pool, random, arguments.steps, arguments.environments)
        speeds.append(arguments.steps / (time.process_time() - begun))
    print(f"{name:16} {statistics.median(speeds):10.0f} steps for a second of CPU time", flush=True)
