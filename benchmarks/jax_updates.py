"""Times updates of SPOT, its VAE and TD3+BC written for JAX: the fastest Python form we know.

Everything is compiled into one scan: the data lies on the device, batches and noise are drawn inside,
and gradients are taken of the trained weights only. Same sizes, batch and optimiser as `spot benchmark`.

    XLA_FLAGS=--xla_cpu_multi_thread_eigen=false taskset -c 1 python jax_updates.py spot
"""

import argparse
import statistics
import time

import jax
import jax.numpy as jnp

SIZES = {"halfcheetah": (17, 6, 0.1), "antmaze": (29, 8, 0.0)}  # observation, action, SPOT's dropout
BATCH, ROWS, WIDTH, VAE_WIDTH = 256, 200_000, 256, 750
DISCOUNT, TAU, BETA, LAMBDA, ALPHA = 0.99, 0.005, 0.5, 0.1, 2.5


def make_network(key, *widths):
    """Weights and biases with PyTorch's uniform ranges."""
    layers = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        key, weight_key, bias_key = jax.random.split(key, 3)
        bound = fan_in**-0.5
        layers.append(
            {
                "w": jax.random.uniform(weight_key, (fan_in, fan_out), minval=-bound, maxval=bound),
                "b": jax.random.uniform(bias_key, (fan_out,), minval=-bound, maxval=bound),
            }
        )
    return layers


def forward(layers, x, key=None, dropout=0.0):
    for layer in layers[:-1]:
        x = x @ layer["w"] + layer["b"]
        if dropout > 0:
            key, mask_key = jax.random.split(key)
            x = x * jax.random.bernoulli(mask_key, 1 - dropout, x.shape) / (1 - dropout)
        x = jax.nn.relu(x)
    return x @ layers[-1]["w"] + layers[-1]["b"]


def adam_start(params):
    zeros = jax.tree.map(jnp.zeros_like, params)
    return {"m": zeros, "v": zeros, "step": jnp.int32(0)}


def adam(params, grads, state, rate):
    """PyTorch's form: epsilon is added after the bias correction."""
    step = state["step"] + 1
    m = jax.tree.map(lambda old, g: 0.9 * old + 0.1 * g, state["m"], grads)
    v = jax.tree.map(lambda old, g: 0.999 * old + 0.001 * g * g, state["v"], grads)
    root = jnp.sqrt(1 - 0.999**step)
    scale = rate / (1 - 0.9**step)
    params = jax.tree.map(
        lambda p, a, b: p - scale * a / (jnp.sqrt(b) / root + 1e-8), params, m, v
    )
    return params, {"m": m, "v": v, "step": step}


def side_by_side(*parts):
    return jnp.concatenate(parts, axis=1)


class Problem:
    def __init__(self, task, sizes):
        self.task = task
        self.s, self.a, dropout = SIZES[sizes]
        self.dropout = dropout if task == "spot" else 0.0
        self.latent = 2 * self.a
        keys = jax.random.split(jax.random.PRNGKey(0), 6)
        self.data = jax.random.uniform(keys[0], (ROWS, 2 * self.s + self.a + 2))
        self.vae = {
            "encoder": make_network(keys[1], self.s + self.a, VAE_WIDTH, VAE_WIDTH, 2 * self.latent),
            "decoder": make_network(keys[2], self.s + self.latent, VAE_WIDTH, VAE_WIDTH, self.a),
        }
        self.actor = make_network(keys[3], self.s, WIDTH, WIDTH, self.a)
        self.critic = [make_network(k, self.s + self.a, WIDTH, WIDTH, 1) for k in keys[4:]]

    def sample(self, key):
        rows = self.data[jax.random.randint(key, (BATCH,), 0, ROWS)]
        cuts = [self.s, self.s + self.a, 2 * self.s + self.a, 2 * self.s + self.a + 1]
        return jnp.split(rows, cuts, axis=1)

    def vae_loss(self, vae, observation, action, key):
        encoded = forward(vae["encoder"], side_by_side(observation, action))
        mean = encoded[:, : self.latent]
        log_std = jnp.clip(encoded[:, self.latent :], -4, 15)
        std = jnp.exp(log_std)
        z = mean + std * jax.random.normal(key, mean.shape)
        decoded = jnp.tanh(forward(vae["decoder"], side_by_side(observation, z)))
        kl = -0.5 * jnp.mean(1 + 2 * log_std - mean**2 - std**2)
        return jnp.mean((decoded - action) ** 2) + BETA * kl

    def vae_update(self, state, key):
        batch_key, noise_key = jax.random.split(key)
        observation, action, *_ = self.sample(batch_key)
        grads = jax.grad(self.vae_loss)(state["vae"], observation, action, noise_key)
        vae, optimiser = adam(state["vae"], grads, state["adam"], 1e-3)
        return {"vae": vae, "adam": optimiser}, None

    def critic_update(self, state, key):
        batch_key, noise_key, dropout_key = jax.random.split(key, 3)
        observation, action, following, reward, not_done = self.sample(batch_key)
        noise = jnp.clip(0.2 * jax.random.normal(noise_key, (BATCH, self.a)), -0.5, 0.5)
        proposed = jnp.tanh(forward(state["target_actor"], following, dropout_key, self.dropout))
        x = side_by_side(following, jnp.clip(proposed + noise, -1, 1))
        least = jnp.minimum(*[forward(q, x) for q in state["target_critic"]])
        target = reward + DISCOUNT * not_done * least

        def loss(critic):
            pairs = side_by_side(observation, action)
            return sum(jnp.mean((forward(q, pairs) - target) ** 2) for q in critic)

        grads = jax.grad(loss)(state["critic"])
        critic, optimiser = adam(state["critic"], grads, state["critic_adam"], 3e-4)
        return {**state, "critic": critic, "critic_adam": optimiser}, observation, action

    def two_updates(self, state, key):
        """Two critic updates; the second one also trains the actor and moves the targets."""
        first, second, dropout_key, noise_key = jax.random.split(key, 4)
        state, *_ = self.critic_update(state, first)
        state, observation, action = self.critic_update(state, second)

        def loss(actor):
            proposed = jnp.tanh(forward(actor, observation, dropout_key, self.dropout))
            q = forward(state["critic"][0], side_by_side(observation, proposed))
            scaled = jnp.mean(q) / jax.lax.stop_gradient(jnp.mean(jnp.abs(q)))
            if self.task == "spot":
                return LAMBDA * self.vae_loss(self.vae, observation, proposed, noise_key) - scaled
            return jnp.mean((proposed - action) ** 2) - ALPHA * scaled

        actor, optimiser = adam(state["actor"], jax.grad(loss)(state["actor"]), state["actor_adam"], 3e-4)

        def follow(target, online):
            return jax.tree.map(lambda t, p: TAU * p + (1 - TAU) * t, target, online)

        return {
            **state,
            "actor": actor,
            "actor_adam": optimiser,
            "target_actor": follow(state["target_actor"], actor),
            "target_critic": follow(state["target_critic"], state["critic"]),
        }, None

    def start(self):
        """The step of a scan, its first state, and the updates that one step does."""
        if self.task == "vae":
            return self.vae_update, {"vae": self.vae, "adam": adam_start(self.vae)}, 1
        state = {
            "actor": self.actor,
            "critic": self.critic,
            "target_actor": self.actor,
            "target_critic": self.critic,
            "actor_adam": adam_start(self.actor),
            "critic_adam": adam_start(self.critic),
        }
        return self.two_updates, state, 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("task", choices=["spot", "vae", "td3bc"])
    parser.add_argument("--sizes", choices=SIZES, default="halfcheetah")
    parser.add_argument("--windows", type=int, default=7)
    options = parser.parse_args()

    step, state, updates_a_step = Problem(options.task, options.sizes).start()
    steps = 200 // updates_a_step
    run = jax.jit(lambda s, key: jax.lax.scan(step, s, jax.random.split(key, steps))[0])
    key = jax.random.PRNGKey(1)
    state = jax.block_until_ready(run(state, key))
    cpu = []
    for window in range(options.windows):
        before = time.process_time()
        state = jax.block_until_ready(run(state, jax.random.fold_in(key, window)))
        cpu.append((time.process_time() - before) * 1e3 / (steps * updates_a_step))
    print(f"{options.task}: {statistics.median(cpu):.2f} ms CPU per update, JAX {jax.__version__}")


if __name__ == "__main__":
    main()
