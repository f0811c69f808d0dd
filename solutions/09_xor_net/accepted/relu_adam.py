"""Relu, Adam, and another try from other weights where a try got stuck. Still decided by the seed alone."""

import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
T = np.array([[0], [1], [1], [0]], float)


class Adam:
    def __init__(self, lr=0.05, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.iter, self.m, self.v = 0, None, None

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(v) for k, v in params.items()}
            self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.iter += 1
        lr_t = self.lr * np.sqrt(1 - self.beta2**self.iter) / (1 - self.beta1**self.iter)
        for k in params:
            self.m[k] += (1 - self.beta1) * (grads[k] - self.m[k])
            self.v[k] += (1 - self.beta2) * (grads[k] ** 2 - self.v[k])
            params[k] -= lr_t * self.m[k] / (np.sqrt(self.v[k]) + 1e-8)


class XORNet:
    def __init__(self, hidden_size, seed):
        rng = np.random.default_rng(seed)
        self.params = {
            "W1": rng.standard_normal((2, hidden_size)) * np.sqrt(2 / 2),
            "b1": np.full(hidden_size, 0.01),
            "W2": rng.standard_normal((hidden_size, 1)) * np.sqrt(2 / hidden_size),
            "b2": np.zeros(1),
        }

    def predict(self, x):
        a1 = x @ self.params["W1"] + self.params["b1"]
        z1 = np.where(a1 > 0, a1, 0.0)
        a2 = z1 @ self.params["W2"] + self.params["b2"]
        # sigmoid without overflow on either side
        return np.where(a2 >= 0, 1 / (1 + np.exp(-np.abs(a2))), np.exp(-np.abs(a2)) / (1 + np.exp(-np.abs(a2))))

    def loss(self, x, t):
        y = self.predict(x)
        picked = np.where(t == 1, y, 1 - y)
        return -np.log(np.maximum(picked, 1e-15)).sum() / len(t)

    def gradient(self, x, t):
        W1, b1, W2 = self.params["W1"], self.params["b1"], self.params["W2"]
        a1 = x @ W1 + b1
        da2 = (self.predict(x) - t) / x.shape[0]
        da1 = da2 @ W2.T
        da1[a1 <= 0] = 0
        return {"W1": x.T @ da1, "b1": da1.sum(0), "W2": np.maximum(a1, 0).T @ da2, "b2": da2.sum(0)}


def train_xor(seed):
    tries = np.random.SeedSequence(seed)
    best = None
    for child in tries.spawn(12):
        net, optimizer = XORNet(16, child), Adam()
        for _ in range(400):
            optimizer.update(net.params, net.gradient(X, T))
        if best is None or net.loss(X, T) < best.loss(X, T):
            best = net
        if best.loss(X, T) < 0.02:
            break
    return best
