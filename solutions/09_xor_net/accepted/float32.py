"""Everything in float32, seeded through numpy.random.seed; stops early."""

import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
T = np.array([[0], [1], [1], [0]], dtype=np.float32)


class XORNet:
    def __init__(self, hidden_size, seed):
        np.random.seed(seed)
        self.params = {}
        self.params["W1"] = np.random.randn(2, hidden_size).astype(np.float32)
        self.params["b1"] = np.zeros(hidden_size, dtype=np.float32)
        self.params["W2"] = np.random.randn(hidden_size, 1).astype(np.float32)
        self.params["b2"] = np.zeros(1, dtype=np.float32)

    @staticmethod
    def sigmoid(z):
        return np.float32(1) / (np.float32(1) + np.exp(-z))

    def predict(self, x):
        x = np.asarray(x, dtype=np.float32)
        self.h = self.sigmoid(np.dot(x, self.params["W1"]) + self.params["b1"])
        return self.sigmoid(np.dot(self.h, self.params["W2"]) + self.params["b2"])

    def loss(self, x, t):
        y, t = self.predict(x), np.asarray(t, dtype=np.float32)
        eps = np.float32(1e-7)
        return np.mean(-t * np.log(y + eps) - (1 - t) * np.log(1 - y + eps), dtype=np.float32)

    def gradient(self, x, t):
        x, t = np.asarray(x, dtype=np.float32), np.asarray(t, dtype=np.float32)
        y = self.predict(x)
        delta2 = (y - t) / np.float32(x.shape[0])
        delta1 = np.dot(delta2, self.params["W2"].T) * self.h * (1 - self.h)
        grads = {}
        grads["W2"] = np.dot(self.h.T, delta2)
        grads["b2"] = np.sum(delta2, axis=0)
        grads["W1"] = np.dot(x.T, delta1)
        grads["b1"] = np.sum(delta1, axis=0)
        return grads


def train_xor(seed):
    net = XORNet(8, seed)
    for epoch in range(10000):
        grads = net.gradient(X, T)
        for key in ("W1", "b1", "W2", "b2"):
            net.params[key] -= np.float32(1.5) * grads[key]
        if epoch % 100 == 0 and net.loss(X, T) < 0.01:
            break
    return net
