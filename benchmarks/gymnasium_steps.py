"""Times steps of Gymnasium's MuJoCo environments under uniform random actions, resets included.

    taskset -c 1 python gymnasium_steps.py                              # gymnasium[mujoco]>=1.4 and mujoco==3.3.7
    taskset -c 1 python gymnasium_steps.py Hopper-v4 --windows 5

Beside it: taskset -c 1 ./spot benchmark --environments
"""

import argparse
import statistics
import time
import warnings

import gymnasium
import numpy as np

warnings.simplefilter("ignore")  # version 4 is not Gymnasium's newest
WARM_UP_STEPS = 2_000


def run(environment, random, steps):
    actions = random.uniform(-1, 1, (steps, *environment.action_space.shape))
    environment.reset(seed=0)
    for action in actions:
        _, _, terminated, truncated, _ = environment.step(action)
        if terminated or truncated:
            environment.reset()


parser = argparse.ArgumentParser()
parser.add_argument("ids", nargs="*", default=["HalfCheetah-v4", "Hopper-v4", "Walker2d-v4", "Ant-v4"])
parser.add_argument("--windows", type=int, default=5)
parser.add_argument("--steps", type=int, default=20_000, help="steps of a window")
arguments = parser.parse_args()
for name in arguments.ids:
    # Without the checks of Gymnasium, which users may turn off too.
    environment = gymnasium.make(name, disable_env_checker=True)
    random = np.random.default_rng(0)
    run(environment, random, WARM_UP_STEPS)
    speeds = []
    for _ in range(arguments.windows):
        begun = time.process_time()
        run(environment, random, arguments.steps)
        speeds.append(arguments.steps / (time.process_time() - begun))
    print(f"{name:16} {statistics.median(speeds):10.0f} steps for a second of CPU time", flush=True)
