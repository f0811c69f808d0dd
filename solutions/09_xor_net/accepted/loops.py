"""Plain Python: loops over numbers, math instead of NumPy, one sample at a time, prints left in."""

import math
import random

import numpy as np

XOR = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z))


class XORNet:
    def __init__(self, hidden_size, seed):
        r = random.Random(seed)
        self.n = hidden_size
        self.params = {
            "W1": np.array([[r.gauss(0, 1) for _ in range(hidden_size)] for _ in range(2)]),
            "b1": np.array([0.0] * hidden_size),
            "W2": np.array([[r.gauss(0, 1)] for _ in range(hidden_size)]),
            "b2": np.array([0.0]),
        }

    def lists(self):
        return [self.params[k].tolist() for k in ("W1", "b1", "W2", "b2")]

    def one(self, sample, weights):
        W1, b1, W2, b2 = weights
        hidden = []
        for j in range(self.n):
            hidden.append(sigmoid(sample[0] * W1[0][j] + sample[1] * W1[1][j] + b1[j]))
        out = b2[0]
        for j in range(self.n):
            out += hidden[j] * W2[j][0]
        return hidden, sigmoid(out)

    def predict(self, x):
        weights = self.lists()
        return np.array([[self.one(row, weights)[1]] for row in x.tolist()])

    def loss(self, x, t):
        total = 0.0
        for p, label in zip(self.predict(x), t):
            p = min(max(float(p[0]), 1e-12), 1 - 1e-12)
            if label[0] == 1:
                total -= math.log(p)
            else:
                total -= math.log(1 - p)
        return total / len(x)

    def gradient(self, x, t):
        weights = self.lists()
        gW1 = [[0.0] * self.n, [0.0] * self.n]
        gb1, gW2, gb2 = [0.0] * self.n, [[0.0] for _ in range(self.n)], [0.0]
        for row, label in zip(x.tolist(), t.tolist()):
            hidden, p = self.one(row, weights)
            error = (p - label[0]) / len(x)
            gb2[0] += error
            for j in range(self.n):
                gW2[j][0] += error * hidden[j]
                back = error * weights[2][j][0] * hidden[j] * (1 - hidden[j])
                gb1[j] += back
                gW1[0][j] += back * row[0]
                gW1[1][j] += back * row[1]
        return {"W1": np.array(gW1), "b1": np.array(gb1), "W2": np.array(gW2), "b2": np.array(gb2)}


def train_xor(seed):
    net = XORNet(8, seed)
    W1, b1, W2, b2 = weights = net.lists()
    lr = 0.5
    for epoch in range(2500):
        for row, label in XOR:
            hidden, p = net.one(row, weights)
            error = p - label
            for j in range(net.n):
                back = error * W2[j][0] * hidden[j] * (1 - hidden[j])
                W2[j][0] -= lr * error * hidden[j]
                b1[j] -= lr * back
                W1[0][j] -= lr * back * row[0]
                W1[1][j] -= lr * back * row[1]
            b2[0] -= lr * error
        if epoch % 500 == 0:
            print("epoch", epoch)
    net.params = {"W1": np.array(W1), "b1": np.array(b1), "W2": np.array(W2), "b2": np.array(b2)}
    print("loss", net.loss(np.array([x for x, _ in XOR]), np.array([[t] for _, t in XOR])))
    return net
