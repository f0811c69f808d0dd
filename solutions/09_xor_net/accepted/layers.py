"""Layers with forward and backward that share the arrays of params; momentum."""

from collections import OrderedDict

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return dout * (1.0 - self.out) * self.out


class SigmoidWithLoss:
    def __init__(self):
        self.sigmoid = Sigmoid()

    def forward(self, x, t):
        self.t = t
        self.y = self.sigmoid.forward(x)
        y = np.clip(self.y, 1e-8, 1 - 1e-8)
        return -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y)) / t.shape[0]

    def backward(self, dout=1):
        return dout * (self.y - self.t) / self.t.shape[0]


class XORNet:
    def __init__(self, hidden_size, seed):
        rng = np.random.default_rng(seed)
        self.params = {}
        self.params["W1"] = rng.uniform(-2, 2, (2, hidden_size))
        self.params["b1"] = rng.uniform(-1, 1, hidden_size)
        self.params["W2"] = rng.uniform(-2, 2, (hidden_size, 1))
        self.params["b2"] = np.zeros(1)
        self.layers = OrderedDict()
        self.layers["Affine1"] = Affine(self.params["W1"], self.params["b1"])
        self.layers["Sigmoid1"] = Sigmoid()
        self.layers["Affine2"] = Affine(self.params["W2"], self.params["b2"])
        self.last_layer = SigmoidWithLoss()

    def scores(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def predict(self, x):
        return Sigmoid().forward(self.scores(x))

    def loss(self, x, t):
        return np.array([self.last_layer.forward(self.scores(x), t)])

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.last_layer.backward(1)
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)
        one, two = self.layers["Affine1"], self.layers["Affine2"]
        return {"W1": one.dW, "b1": one.db, "W2": two.dW, "b2": two.db}

    def accuracy(self, x, t):
        return np.mean((self.predict(x) > 0.5) == t)


def train_xor(seed):
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    t = np.array([[0], [1], [1], [0]])
    net = XORNet(10, seed)
    velocity = {k: np.zeros_like(v) for k, v in net.params.items()}
    for _ in range(1000):
        grads = net.gradient(x, t)
        for k in net.params:
            velocity[k] = 0.9 * velocity[k] - 0.5 * grads[k]
            net.params[k] += velocity[k]  # in place: the layers hold the same arrays
    return net
