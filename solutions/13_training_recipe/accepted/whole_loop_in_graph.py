"""The whole loop inside one tf.function, losses in a TensorArray, batches from indices made beforehand."""

import numpy as np
import tensorflow as tf
from matplotlib.figure import Figure


def init_params(seed):
    g = tf.random.Generator.from_seed(seed)
    return {
        "W1": tf.Variable(g.uniform((2, 11), -1.0, 1.0)),
        "b1": tf.Variable(tf.constant(0.01, shape=[11])),
        "W2": tf.Variable(g.uniform((11, 1), -1.0, 1.0)),
        "b2": tf.Variable(tf.constant(0.01, shape=[1])),
    }


def forward(x, params):
    return tf.nn.relu(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


def loss(x, t, params, regularizer):
    y = tf.reshape(forward(x, params), [-1])
    mse = tf.reduce_mean(tf.math.squared_difference(y, tf.reshape(t, [-1])))
    l2 = tf.reduce_sum(tf.square(params["W1"])) + tf.reduce_sum(tf.square(params["W2"]))
    return mse + 0.5 * regularizer * l2


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    params = init_params(seed)
    ema = {k: tf.Variable(v.read_value()) for k, v in params.items()}
    per_pass = max(1, len(x) // batch_size)
    rng = np.random.default_rng([seed, 1])
    passes = [rng.permutation(len(x))[: per_pass * batch_size] for _ in range(-(-steps // per_pass))]
    rows = tf.constant(np.concatenate(passes).reshape(-1, batch_size)[:steps], tf.int32)
    rates = tf.constant([base_lr * decay_rate ** (k // per_pass) for k in range(steps)], tf.float32)
    x, t = tf.constant(x), tf.constant(t)

    def body(k, losses):
        with tf.GradientTape() as tape:
            value = loss(tf.gather(x, rows[k]), tf.gather(t, rows[k]), params, regularizer)
        grads = tape.gradient(value, params)
        for name in params:
            params[name].assign_sub(rates[k] * grads[name])
        for name in params:
            ema[name].assign_sub((1.0 - ema_decay) * (ema[name] - params[name]))
        return k + 1, losses.write(k, value)

    @tf.function
    def run():
        empty = tf.TensorArray(tf.float32, steps)
        _, losses = tf.while_loop(lambda k, _: k < steps, body, (0, empty))
        return losses.stack()

    losses = run()
    return {
        "params": {k: v.numpy() for k, v in params.items()},
        "ema_params": {k: v.numpy() for k, v in ema.items()},
        "losses": losses.numpy().tolist(),
    }


def circle_data(seed):
    x = np.random.default_rng(seed).standard_normal((300, 2), dtype=np.float32)
    t = np.where(np.sum(np.square(x), axis=1) < 2, 1, 0)
    return x, t[:, np.newaxis]


def decision_grid(predict, low, high, step):
    yy, xx = np.mgrid[low:high:step, low:high:step]
    rows = np.column_stack((xx.flatten("F"), yy.flatten("F")))
    return xx, yy, np.reshape(predict(rows), xx.shape, order="F")


def plot_boundary(x, t, xx, yy, probs):
    figure = Figure()
    ax = figure.add_subplot()
    names = np.where(np.reshape(t, -1) > 0.5, "gold", "navy")
    ax.contourf(xx, yy, probs, levels=[-1e9, 0.5, 1e9], colors=["lavender", "mistyrose"])
    ax.scatter(*np.transpose(x), facecolors="none", edgecolors=names)
    return figure
