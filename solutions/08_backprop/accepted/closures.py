"""Each forward leaves a function behind that knows how to go back; the loss is an array of one element."""

import numpy as np


class Module:
    def __init__(self):
        self.pullback = None

    def __call__(self, *args):
        return self.forward(*args)

    def forward(self, *args):
        out, self.pullback = self.compute(*args)
        return out

    def backward(self, dout=1):
        if self.pullback is None:
            raise RuntimeError("backward before forward")
        return self.pullback(dout)


class Affine(Module):
    def __init__(self, W, b):
        super().__init__()
        self.W, self.b = np.array(W, dtype=np.float64), np.array(b, dtype=np.float64)

    def compute(self, x):
        x = np.array(x, dtype=np.float64)

        def pullback(dout):
            self.dW = sum(np.outer(row, g) for row, g in zip(x, dout))
            self.db = np.ones(len(x)) @ dout
            return np.stack([self.W @ g for g in dout])

        return np.stack([self.W.T @ row for row in x]) + self.b, pullback


class Relu(Module):
    def compute(self, x):
        return (abs(x) + x) / 2, lambda dout: (np.sign(x) + 1) / 2 * dout


class Sigmoid(Module):
    def compute(self, x):
        x = np.asarray(x, dtype=float)
        small = np.exp(-np.abs(x))  # the derivative is even, so |x| does for it
        return np.where(x >= 0, 1, small) / (1 + small), lambda dout: dout * small / (1 + small) ** 2


class SoftmaxWithLoss(Module):
    def compute(self, x, t):
        n, c = x.shape
        labels = np.argmax(t, axis=1) if t.ndim == 2 else t
        lse = np.logaddexp.reduce(x, axis=1)[:, np.newaxis]

        def pullback(dout):
            dx = np.exp(x - lse)
            for i, k in enumerate(labels):
                dx[i, k] -= 1
            return dx * (dout / n)

        return np.mean(lse - np.take_along_axis(x, labels[:, None], axis=1), keepdims=True), pullback
