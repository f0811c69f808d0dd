"""Plain Python loops over lists; NumPy only at the borders. A helper function, and prints left in."""

import math

import numpy as np


def rows(a):
    return [[float(v) for v in row] for row in np.asarray(a).tolist()]


class Affine:
    def __init__(self, W, b):
        self.W = rows(W)
        self.b = [float(v) for v in b]
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = rows(x)
        out = []
        for row in self.x:
            out.append([sum(row[i] * self.W[i][j] for i in range(len(row))) + self.b[j] for j in range(len(self.b))])
        print("affine forward", len(out))
        return np.array(out)

    def backward(self, dout):
        dout = rows(dout)
        n, d, m = len(dout), len(self.W), len(self.b)
        dx = [[0.0] * d for _ in range(n)]
        dW = [[0.0] * m for _ in range(d)]
        db = [0.0] * m
        for k in range(n):
            for j in range(m):
                db[j] += dout[k][j]
                for i in range(d):
                    dx[k][i] += dout[k][j] * self.W[i][j]
                    dW[i][j] += dout[k][j] * self.x[k][i]
        self.dW, self.db = np.array(dW), np.array(db)
        return np.array(dx)


class Relu:
    def forward(self, x):
        self.x = rows(x)
        return np.array([[v if v > 0 else 0.0 for v in row] for row in self.x])

    def backward(self, dout):
        return np.array([[g if v >= 0 else 0.0 for g, v in zip(gs, vs)] for gs, vs in zip(rows(dout), self.x)])


class Sigmoid:
    def forward(self, x):
        self.y = [[self.one(v) for v in row] for row in rows(x)]
        return np.array(self.y)

    def one(self, v):
        if v >= 0:
            return 1 / (1 + math.exp(-v))
        return math.exp(v) / (1 + math.exp(v))

    def backward(self, dout):
        return np.array([[g * y * (1 - y) for g, y in zip(gs, ys)] for gs, ys in zip(rows(dout), self.y)])


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.y, self.labels = [], []
        loss = 0.0
        for row, label in zip(rows(x), np.asarray(t).tolist()):
            k = label.index(max(label)) if isinstance(label, list) else int(label)
            top = max(row)
            total = sum(math.exp(v - top) for v in row)
            loss += top + math.log(total) - row[k]
            self.y.append([math.exp(v - top) / total for v in row])
            self.labels.append(k)
        return loss / len(self.y)

    def backward(self, dout=1):
        n = len(self.y)
        return np.array(
            [[dout * (p - (1 if c == k else 0)) / n for c, p in enumerate(ps)] for ps, k in zip(self.y, self.labels)]
        )
