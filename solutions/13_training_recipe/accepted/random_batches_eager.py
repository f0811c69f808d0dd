"""Eager steps, a random batch without replacement each time, averages as tensors in a class of their own."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


class Average:
    def __init__(self, decay, params):
        self.decay = decay
        self.shadow = {k: tf.identity(v) for k, v in params.items()}

    def update(self, params):
        for k, v in params.items():
            self.shadow[k] = self.shadow[k] - (1 - self.decay) * (self.shadow[k] - v)


def decayed(base_lr, decay_rate, decay_steps, step):
    return base_lr * decay_rate ** np.floor(step / decay_steps)


def init_params(seed):
    tf.random.set_seed(seed)
    w1 = tf.random.normal([2, 11])
    w2 = tf.random.normal([11, 1])
    return {"W1": tf.Variable(w1), "b1": tf.Variable(tf.zeros([11])), "W2": tf.Variable(w2), "b2": tf.Variable([0.0])}


def forward(x, params):
    z = tf.einsum("ni,ih->nh", tf.constant(x, tf.float32), tf.convert_to_tensor(params["W1"]))
    return tf.maximum(z + params["b1"], 0.0) @ params["W2"] + params["b2"]


def loss(x, t, params, regularizer):
    t = tf.constant(t)
    if len(t.shape) == 1:
        t = t[:, None]
    error = tf.reduce_mean(tf.square(t - forward(x, params)))
    return error + regularizer * (tf.nn.l2_loss(params["W1"]) + tf.nn.l2_loss(params["W2"]))


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    params = init_params(seed)
    average = Average(ema_decay, params)
    rng = np.random.RandomState(seed)
    losses = []
    for step in range(steps):
        rows = rng.choice(len(x), batch_size, replace=False)
        with tf.GradientTape() as tape:
            value = loss(x[rows], t[rows], params, regularizer)
        losses.append(value.numpy())
        keys = list(params)
        lr = decayed(base_lr, decay_rate, len(x) / batch_size, step)
        for key, grad in zip(keys, tape.gradient(value, [params[k] for k in keys]), strict=True):
            params[key].assign(params[key] - lr * grad)
        average.update(params)
    return {"params": params, "ema_params": average.shadow, "losses": losses}


def circle_data(seed):
    tf.random.set_seed(seed)
    x = tf.random.normal([300, 2])
    t = tf.cast(tf.reduce_sum(x * x, axis=1, keepdims=True) < 2.0, tf.float32)
    return x, t


def decision_grid(predict, low, high, step):
    line = tf.range(low, high, step)
    xx, yy = tf.meshgrid(line, line, indexing="ij")
    points = tf.stack([tf.reshape(xx, [-1]), tf.reshape(yy, [-1])], axis=1)
    return xx, yy, tf.reshape(tf.constant(predict(points)), xx.shape)


def plot_boundary(x, t, xx, yy, probs):
    fig, ax = plt.subplots(figsize=(6, 6))
    for label, colour in ((0, "tab:blue"), (1, "tab:orange")):
        chosen = t[:, 0] == label
        ax.scatter(x[chosen, 0], x[chosen, 1], color=colour, marker="+", label=f"class {label}")
    ax.contourf(xx, yy, probs, levels=20, alpha=0.2)
    ax.contour(xx, yy, probs, levels=[0.5], colors="black")
    ax.legend()
    return fig
