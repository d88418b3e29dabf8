"""Steps one of Gymnasium's MuJoCo environments and prints what it returns.

Takes the environment's id and reads lines "start QPOS... QVEL..." and "step ACTION...". For each step it prints
qpos, qvel, the observation, the reward and 1 if the episode ended, else 0. All numbers are hexadecimal, so that
no bit is lost.
"""

import sys
import warnings

import gymnasium
import mujoco
import numpy

warnings.simplefilter("ignore")  # Gymnasium warns that version 4 is not its newest
print(gymnasium.__version__, mujoco.__version__)
environment = gymnasium.make(sys.argv[1]).unwrapped
model, data = environment.model, environment.data
for line in sys.stdin:
    word, *texts = line.split()
    numbers = numpy.array([float.fromhex(text) for text in texts])
    if word == "start":
        mujoco.mj_resetData(model, data)
        environment.set_state(numbers[: model.nq], numbers[model.nq :])
    else:
        observation, reward, terminated, _, _ = environment.step(numbers)
        results = [*data.qpos, *data.qvel, *observation, reward, float(terminated)]
        print(*(float(result).hex() for result in results))
