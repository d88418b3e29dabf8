"""Times updates of the authors' own PyTorch code, unchanged, on made data.

    git clone https://github.com/thuml/SPOT && git -C SPOT checkout 4be91cc
    git clone https://github.com/sfujim/TD3_BC && git -C TD3_BC checkout 8791ad7
    taskset -c 1 python pytorch_updates.py spot --code SPOT             # or vae
    taskset -c 1 python pytorch_updates.py td3bc --code TD3_BC
"""

import argparse
import importlib.machinery
import os
import statistics
import sys
import time
import types

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np
import torch

SIZES = {"halfcheetah": (17, 6, 0.1), "antmaze": (29, 8, 0.0)}  # observation, action, SPOT's dropout
BATCH, ROWS, BETA = 256, 200_000, 0.5


class Data:
    """A stand-in for the authors' replay buffer, which samples in the same way."""

    def __init__(self, s, a):
        random = np.random.default_rng(0)
        widths = {"state": s, "action": a, "next_state": s, "reward": 1}
        self.columns = {n: random.uniform(-1, 1, (ROWS, w)).astype(np.float32) for n, w in widths.items()}
        self.columns["not_done"] = np.ones((ROWS, 1), np.float32)

    def sample(self, batch_size):
        rows = np.random.randint(0, ROWS, size=batch_size)
        return tuple(torch.FloatTensor(column[rows]) for column in self.columns.values())


class Silent:
    def log(self, *_):
        pass


def pretend(*names):
    """Modules which the authors' files import at the top and their updates never use."""
    for name in names:
        module = types.ModuleType(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None)
        module.__getattr__ = lambda attribute: None
        sys.modules[name] = module


def vae_update(s, a, data):
    from vae import VAE

    model = VAE(s, a, 2 * a, 1.0, hidden_dim=750)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def update():
        state, action, *_ = data.sample(BATCH)
        u, mean, std = model(state, action)
        kl = -0.5 * (1 + torch.log(std.pow(2)) - mean.pow(2) - std.pow(2)).mean()
        loss = torch.nn.functional.mse_loss(u, action) + BETA * kl
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return update


def spot_update(s, a, data, dropout):
    from SPOT import SPOT_TD3
    from vae import VAE

    learner = SPOT_TD3(
        VAE(s, a, 2 * a, 1.0, hidden_dim=750).eval(), s, a, 1.0, beta=BETA, lambd=0.1, actor_dropout=dropout
    )
    return lambda: learner.train(data, BATCH, Silent())


def td3bc_update(s, a, data):
    from TD3_BC import TD3_BC

    learner = TD3_BC(s, a, 1.0)
    return lambda: learner.train(data, BATCH)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("task", choices=["spot", "vae", "td3bc"])
    parser.add_argument("--code", required=True, help="folder of the authors' repository")
    parser.add_argument("--sizes", choices=SIZES, default="halfcheetah")
    parser.add_argument("--windows", type=int, default=7)
    options = parser.parse_args()

    torch.set_num_threads(1)
    sys.path.insert(0, options.code)
    pretend("gym", "d4rl", "imageio", "tqdm")
    s, a, dropout = SIZES[options.sizes]
    data = Data(s, a)
    if options.task == "spot":
        update = spot_update(s, a, data, dropout)
    elif options.task == "vae":
        update = vae_update(s, a, data)
    else:
        update = td3bc_update(s, a, data)
    for _ in range(20):
        update()
    cpu = []
    for _ in range(options.windows):
        before = time.process_time()
        for _ in range(60):
            update()
        cpu.append((time.process_time() - before) * 1e3 / 60)
    print(f"{options.task}: {statistics.median(cpu):.2f} ms CPU per update, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
