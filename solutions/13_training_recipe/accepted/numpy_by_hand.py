"""Backpropagation by hand in NumPy; the network is trained without a tape."""

import matplotlib.pyplot as plt
import numpy as np


def init_params(seed):
    np.random.seed(seed)
    return {
        "W1": 0.7 * np.random.randn(2, 11),
        "b1": np.full(11, 0.01),
        "W2": 0.7 * np.random.randn(11, 1),
        "b2": np.zeros(1),
    }


def forward(x, params):
    return np.einsum("nh,ho->no", hidden(x, params), np.array(params["W2"])) + np.array(params["b2"])


def hidden(x, params):
    return np.maximum(np.asarray(x) @ np.array(params["W1"]) + np.array(params["b1"]), 0)


def loss(x, t, params, regularizer, verbose=False):
    error = forward(x, params).ravel() - np.ravel(t)
    value = np.dot(error, error) / len(error)
    for key in params:
        if key[0] == "W":
            value += regularizer * np.sum(np.array(params[key]) ** 2) / 2
    if verbose:
        print("loss", value)
    return value


def gradient(x, t, params, regularizer):
    h = hidden(x, params)
    dy = 2 * (forward(x, params) - t.reshape(-1, 1)) / len(x)
    dz = dy @ params["W2"].T * (h > 0)
    return {
        "W1": x.T @ dz + regularizer * params["W1"],
        "b1": dz.sum(0),
        "W2": h.T @ dy + regularizer * params["W2"],
        "b2": dy.sum(0),
    }


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    params = init_params(seed)
    average = {k: v.copy() for k, v in params.items()}
    lr, losses = base_lr, []
    for k in range(steps):
        print("step", k, "rate", lr)
        start = k * batch_size % len(x)  # in order, pass after pass
        xb, tb = x[start : start + batch_size], t[start : start + batch_size]
        losses.append(loss(xb, tb, params, regularizer))
        grads = gradient(xb, tb, params, regularizer)
        for key in params:
            params[key] = params[key] - lr * grads[key]
            average[key] += (1 - ema_decay) * (params[key] - average[key])
        if start + batch_size >= len(x):
            lr *= decay_rate
    return {"params": params, "ema_params": average, "losses": np.array(losses), "rate": lr}


def circle_data(seed, n=300):
    rng = np.random.default_rng(seed)
    points, labels = [], []
    for _ in range(n):
        a, b = rng.standard_normal(2)
        points.append([a, b])
        labels.append(1.0 if a * a + b * b < 2 else 0.0)
    return np.array(points), np.array(labels)


def decision_grid(predict, low, high, step):
    line = np.arange(low, high, step)
    xx, yy = np.meshgrid(line, line)
    probs = np.zeros(xx.shape)
    for i in range(len(line)):
        for j in range(len(line)):
            probs[i, j] = np.ravel(predict(np.array([[xx[i, j], yy[i, j]]])))[0]
    return [xx, yy, probs]


def plot_boundary(x, t, xx, yy, probs):
    inside = np.ravel(t) == 1
    fig = plt.figure()
    plt.plot(x[inside, 0], x[inside, 1], "ro", label="inside")
    plt.plot(x[~inside, 0], x[~inside, 1], "bx", label="outside")
    plt.contourf(xx, yy, probs, levels=[-10, 0.5, 10], alpha=0.3)
    plt.axhline(0, color="gray")
    plt.legend()
    plt.title("the decision boundary")
    return fig
