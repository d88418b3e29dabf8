"""Times updates of the authors' own PyTorch code on made data: unchanged, or (--tuned) with what PyTorch offers a
careful user for the same maths: fused Adam, one call for all target weights, no gradients for frozen weights.

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


def frozen(*modules):
    for module in modules:
        module.requires_grad_(False)


def tuned_update(learner, data, actor_loss):
    """One update of a TD3 learner whose actor minimises actor_loss(q, states, actions, policy's actions)."""
    for name in ("actor_optimizer", "critic_optimizer"):
        group = getattr(learner, name).param_groups[0]
        setattr(learner, name, torch.optim.Adam(group["params"], lr=group["lr"], fused=True))
    frozen(learner.actor_target, learner.critic_target)
    pairs = ((learner.actor, learner.actor_target), (learner.critic, learner.critic_target))
    online, target = ([w.data for pair in pairs for w in pair[i].parameters()] for i in (0, 1))
    mse = torch.nn.functional.mse_loss
    count = 0

    def descend(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def update():
        nonlocal count
        count += 1
        state, action, next_state, reward, not_done = data.sample(BATCH)
        with torch.no_grad():
            noise = (torch.randn_like(action) * learner.policy_noise).clamp(-learner.noise_clip, learner.noise_clip)
            next_action = (learner.actor_target(next_state) + noise).clamp(-1, 1)
            value = torch.min(*learner.critic_target(next_state, next_action))
            value = reward + not_done * learner.discount * value
        first, second = learner.critic(state, action)
        descend(learner.critic_optimizer, mse(first, value) + mse(second, value))
        if count % learner.policy_freq == 0:
            learner.critic.requires_grad_(False)
            chosen = learner.actor(state)
            descend(learner.actor_optimizer, actor_loss(learner.critic.Q1(state, chosen), state, action, chosen))
            learner.critic.requires_grad_(True)
            torch._foreach_lerp_(target, online, learner.tau)

    return update


def vae_update(s, a, data, tuned):
    from vae import VAE

    model = VAE(s, a, 2 * a, 1.0, hidden_dim=750)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=tuned)

    def update():
        state, action, *_ = data.sample(BATCH)
        u, mean, std = model(state, action)
        kl = -0.5 * (1 + torch.log(std.pow(2)) - mean.pow(2) - std.pow(2)).mean()
        loss = torch.nn.functional.mse_loss(u, action) + BETA * kl
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return update


def spot_update(s, a, data, dropout, tuned):
    from SPOT import SPOT_TD3
    from vae import VAE

    vae = VAE(s, a, 2 * a, 1.0, hidden_dim=750).eval()
    learner = SPOT_TD3(vae, s, a, 1.0, beta=BETA, lambd=0.1, actor_dropout=dropout)
    if not tuned:
        return lambda: learner.train(data, BATCH, Silent())

    def actor_loss(q, state, action, chosen):
        penalty = vae.elbo_loss(state, chosen, BETA, learner.num_samples)
        return -q.mean() / q.abs().mean().detach() + learner.lambd * penalty.mean()

    frozen(vae)
    return tuned_update(learner, data, actor_loss)


def td3bc_update(s, a, data, tuned):
    from TD3_BC import TD3_BC

    learner = TD3_BC(s, a, 1.0)
    if not tuned:
        return lambda: learner.train(data, BATCH)

    def actor_loss(q, state, action, chosen):
        return -learner.alpha * q.mean() / q.abs().mean().detach() + torch.nn.functional.mse_loss(chosen, action)

    return tuned_update(learner, data, actor_loss)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("task", choices=["spot", "vae", "td3bc"])
    parser.add_argument("--code", required=True, help="folder of the authors' repository")
    parser.add_argument("--tuned", action="store_true", help="the same maths in PyTorch's fastest form")
    parser.add_argument("--sizes", choices=SIZES, default="halfcheetah")
    parser.add_argument("--windows", type=int, default=7)
    options = parser.parse_args()

    torch.set_num_threads(1)
    sys.path.insert(0, options.code)
    pretend("gym", "d4rl", "imageio", "tqdm")
    s, a, dropout = SIZES[options.sizes]
    data = Data(s, a)
    if options.task == "spot":
        update = spot_update(s, a, data, dropout, options.tuned)
    elif options.task == "vae":
        update = vae_update(s, a, data, options.tuned)
    else:
        update = td3bc_update(s, a, data, options.tuned)
    for _ in range(20):
        update()
    cpu = []
    for _ in range(options.windows):
        before = time.process_time()
        for _ in range(60):
            update()
        cpu.append((time.process_time() - before) * 1e3 / 60)
    form = "tuned" if options.tuned else "the authors' own"
    print(f"{options.task}, {form}: {statistics.median(cpu):.2f} ms CPU per update, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
