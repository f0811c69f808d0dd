"""The whole training recipe."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


def init_params(seed):
    rng = np.random.default_rng(seed)
    return {
        "W1": tf.Variable(rng.normal(size=(2, 11)), dtype=tf.float32),
        "b1": tf.Variable(tf.fill([11], 0.01)),
        "W2": tf.Variable(rng.normal(size=(11, 1)), dtype=tf.float32),
        "b2": tf.Variable(tf.fill([1], 0.01)),
    }


def forward(x, params):
    hidden = tf.nn.relu(tf.matmul(x, params["W1"]) + params["b1"])
    return tf.matmul(hidden, params["W2"]) + params["b2"]


def loss(x, t, params, regularizer):
    mse = tf.reduce_mean((forward(x, params) - tf.reshape(t, (-1, 1))) ** 2)
    squares = sum(tf.reduce_sum(params[name] ** 2) for name in ("W1", "W2"))
    return mse + regularizer * 0.5 * squares


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    params = init_params(seed)
    ema_params = {name: tf.Variable(p) for name, p in params.items()}
    rng = np.random.default_rng(seed)

    @tf.function
    def step(x, t, lr, keep):
        with tf.GradientTape() as tape:
            value = loss(x, t, params, regularizer)
        grads = tape.gradient(value, params)
        for name, p in params.items():
            p.assign_sub(lr * grads[name])
            ema_params[name].assign(keep * ema_params[name] + (1 - keep) * p)
        return value

    losses = []
    steps_per_pass = len(x) // batch_size
    for k in range(steps):
        passes, i = divmod(k, steps_per_pass)
        if i == 0:
            order = rng.permutation(len(x))
        rows = order[i * batch_size : (i + 1) * batch_size]
        lr = tf.constant(base_lr * decay_rate**passes, tf.float32)
        keep = tf.constant(ema_decay if k else 0.0, tf.float32)
        losses.append(float(step(x[rows], t[rows], lr, keep)))
    return {"params": params, "ema_params": ema_params, "losses": losses}


def circle_data(seed):
    x = np.random.default_rng(seed).normal(size=(300, 2)).astype(np.float32)
    t = (x[:, :1] ** 2 + x[:, 1:] ** 2 < 2).astype(np.float32)
    return x, t


def decision_grid(predict, low, high, step):
    xx, yy = np.mgrid[low:high:step, low:high:step]
    probs = predict(np.c_[xx.ravel(), yy.ravel()]).reshape(xx.shape)
    return xx, yy, probs


def plot_boundary(x, t, xx, yy, probs):
    fig, ax = plt.subplots()
    ax.scatter(x[:, 0], x[:, 1], c=np.ravel(t), cmap="coolwarm")
    ax.contour(xx, yy, probs, levels=[0.5])
    return fig
