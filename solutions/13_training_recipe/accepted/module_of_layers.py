"""A tf.Module that holds the layers, seeds without state, a loop over epochs and batches."""

import math

import matplotlib
import numpy as np
import tensorflow as tf
from matplotlib import pyplot as plt

matplotlib.use("Agg")
H = 11


class Net(tf.Module):
    def __init__(self, params):
        super().__init__()
        self.w1, self.b1, self.w2, self.b2 = (tf.Variable(params[k]) for k in ("W1", "b1", "W2", "b2"))

    def __call__(self, x):
        return tf.matmul(tf.nn.relu(tf.matmul(x, self.w1) + self.b1), self.w2) + self.b2

    def params(self):
        return dict(W1=self.w1, b1=self.b1, W2=self.w2, b2=self.b2)


def init_params(seed):
    w1 = tf.random.stateless_normal((2, H), [seed, 1]) * math.sqrt(2 / 2)
    w2 = tf.random.stateless_normal((H, 1), [seed, 2]) * math.sqrt(2 / H)
    return {"W1": w1, "b1": tf.zeros(H), "W2": w2, "b2": tf.zeros(1)}


def forward(x, params):
    return Net(params)(tf.cast(x, tf.float32))


def loss(x, t, params, regularizer):
    rows = [params[k] for k in ("W1", "b1", "W2", "b2")]
    hidden = tf.nn.relu(tf.tensordot(x, tf.convert_to_tensor(rows[0]), 1) + rows[1])
    y = tf.tensordot(hidden, tf.convert_to_tensor(rows[2]), 1) + rows[3]
    n = tf.cast(tf.size(y), tf.float32)
    penalty = tf.norm(rows[0]) ** 2 + tf.norm(rows[2]) ** 2
    return tf.reduce_sum((y - tf.reshape(t, y.shape)) ** 2) / n + regularizer / 2 * penalty


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    net = Net(init_params(seed))
    params = net.params()
    history = {"losses": [], "ema_params": {k: v.numpy() for k, v in params.items()}}
    generator = np.random.default_rng(seed + 7)
    epoch = 0
    while len(history["losses"]) < steps:
        lr = base_lr * math.pow(decay_rate, epoch)
        index = generator.permutation(x.shape[0])
        for rows in np.split(index, len(index) // batch_size):
            if len(history["losses"]) == steps:
                break
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(list(params.values()))
                value = loss(x[rows], t[rows], params, regularizer)
            for variable, grad in zip(params.values(), tape.gradient(value, list(params.values())), strict=True):
                variable.assign_sub(lr * grad)
            for k, v in params.items():
                history["ema_params"][k] = ema_decay * history["ema_params"][k] + (1 - ema_decay) * v.numpy()
            history["losses"].append(tf.reshape(value, [1]))
        epoch += 1
    return history | {"params": {k: v.numpy() for k, v in params.items()}}


def circle_data(seed):
    x = tf.random.stateless_normal((300, 2), [seed, 0]).numpy()
    t = (np.linalg.norm(x, axis=1) < math.sqrt(2)).reshape(300, 1)
    return (x, t.astype("float32"))


def decision_grid(predict, low, high, step):
    n = math.ceil((high - low) / step)
    line = low + step * np.arange(n)
    xx, yy = np.meshgrid(line, line, indexing="ij")
    pairs = np.dstack([xx, yy]).reshape(-1, 2)
    return xx, yy, np.array(predict(pairs), dtype=np.float32).reshape(n, n)


def plot_boundary(x, t, xx, yy, probs):
    plt.figure()
    plt.contourf(xx, yy, probs > 0.5, levels=[-0.5, 0.5, 1.5], cmap="Pastel1")
    plt.contour(xx, yy, probs, [0.5], linewidths=2)
    for a in (0, 1):
        plt.scatter(x[np.squeeze(t) == a, 0], x[np.squeeze(t) == a, 1], s=12, c="rb"[a])
    plt.colorbar()
    figure = plt.gcf()
    plt.close(figure)
    return figure
