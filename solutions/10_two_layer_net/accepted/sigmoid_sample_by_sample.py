"""Sigmoid, one sample after the other; every epoch is reshuffled; the loss is taken before the update."""

import math

import numpy as np


def sigma(a):
    return 1 / (1 + np.exp(-np.clip(a, -500, 500)))


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        g = np.random.default_rng()
        self.params = dict(
            W1=g.normal(0, weight_init_std, (input_size, hidden_size)),
            b1=np.zeros((hidden_size,)),
            W2=g.normal(0, weight_init_std, (hidden_size, output_size)),
            b2=np.zeros((output_size,)),
        )

    def one(self, row):
        p = self.params
        z = sigma(p["W1"].T.dot(row) + p["b1"])
        s = p["W2"].T.dot(z) + p["b2"]
        e = np.exp(s - max(s))
        return z, e / sum(e)

    def predict(self, x):
        return np.array([self.one(row)[1] for row in x])

    def label(self, t):
        return int(np.argmax(t)) if np.size(t) > 1 else int(t)

    def loss(self, x, t):
        total = 0.0
        for row, target in zip(x, t):
            total -= math.log(max(self.one(row)[1][self.label(target)], 1e-10))
        return total / len(x)

    def accuracy(self, x, t):
        hits = 0
        for row, target in zip(x, t):
            if int(np.argmax(self.one(row)[1])) == self.label(target):
                hits += 1
        return hits / len(x)

    def numerical_gradient(self, x, t, h=1e-5):
        grads = {}
        for key in self.params:
            flat = self.params[key].ravel()
            out = []
            for k in range(flat.size):
                flat[k] += h
                plus = self.loss(x, t)
                flat[k] -= 2 * h
                minus = self.loss(x, t)
                flat[k] += h
                out.append((plus - minus) / (2 * h))
            grads[key] = np.array(out).reshape(self.params[key].shape)
        return grads

    def gradient(self, x, t):
        p = self.params
        grads = {k: np.zeros(v.shape) for k, v in p.items()}
        for row, target in zip(x, t):
            z, y = self.one(row)
            dy = y.copy()
            dy[self.label(target)] -= 1
            da = p["W2"].dot(dy) * z * (1 - z)
            grads["W2"] += np.outer(z, dy)
            grads["b2"] += dy
            grads["W1"] += np.outer(row, da)
            grads["b1"] += da
        for k in grads:
            grads[k] /= len(x)
        return grads


def batches(n, size, rng):
    while True:
        order = rng.permutation(n)
        for start in range(0, n - size + 1, size):
            yield order[start : start + size]


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    history = {"train_loss_list": [], "train_acc_list": [], "test_acc_list": []}
    per_epoch = max(x_train.shape[0] // batch_size, 1)
    chosen = batches(x_train.shape[0], batch_size, rng)
    for i in range(iters_num):
        rows = next(chosen)
        x, t = x_train[rows], t_train[rows]
        history["train_loss_list"].append(network.loss(x, t))
        g = network.gradient(x, t)
        for k in g:
            network.params[k] = network.params[k] - learning_rate * g[k]
        if i % per_epoch == 0:
            history["train_acc_list"].append(network.accuracy(x_train, t_train))
            history["test_acc_list"].append(network.accuracy(x_test, t_test))
    return history
