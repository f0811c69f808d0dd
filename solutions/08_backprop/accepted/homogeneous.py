"""The bias as a last row of the weights, gradients as properties, nothing kept of an activation but its input."""

import numpy as np


class Layer:
    def __call__(self, *args):
        return self.forward(*args)


class Affine(Layer):
    def __init__(self, W, b):
        self.W = np.vstack([W, b])
        self.grad = None

    def forward(self, x):
        self.x = np.hstack([x, np.ones((len(x), 1))])
        return self.x.dot(self.W)

    def backward(self, dout):
        self.grad = self.x.T.dot(dout)
        return dout.dot(self.W[:-1].T)

    @property
    def dW(self):
        return self.grad[:-1]

    @property
    def db(self):
        return self.grad[-1]


class Relu(Layer):
    def forward(self, x):
        self.x = x
        return (np.abs(x) + x) / 2

    def backward(self, dout):
        return np.where(self.x >= 0, dout, 0)


class Sigmoid(Layer):
    def forward(self, x):
        self.x = x
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-np.asarray(x, float)))

    def backward(self, dout):
        y = self.forward(self.x)
        return dout * y * (1 - y)


class SoftmaxWithLoss(Layer):
    def forward(self, x, t):
        y = np.exp(x - x.max(-1)[:, None])
        self.y = y / y.sum(-1)[:, None]
        if t.ndim == 1:
            T = np.zeros_like(self.y)
            T[range(len(t)), t] = 1
            t = T
        self.T = t
        return -(t * np.log(np.clip(self.y, 1e-12, 1))).sum(axis=1).mean()

    def backward(self, dout=1.0):
        return (self.y - self.T) * dout / self.y.shape[0]
