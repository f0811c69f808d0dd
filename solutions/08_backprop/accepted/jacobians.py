"""Jacobians written out, one a sample; backward starts again from the stored input."""

import numpy as np
from scipy.special import expit, log_softmax, softmax


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def forward(self, x):
        self.x = x
        return np.tensordot(x, self.W, axes=1) + self.b

    def backward(self, dout):
        d, m = self.W.shape
        by_weight = np.zeros((len(self.x), m, d, m))
        for j in range(m):
            by_weight[:, j, :, j] = self.x
        self.dW[...] = np.tensordot(dout, by_weight, axes=2)
        self.db[...] = np.tensordot(dout, np.broadcast_to(np.identity(m), (len(self.x), m, m)), axes=2)
        return np.array([g @ self.W.T for g in dout])


class Relu:
    def forward(self, x):
        self.x = x
        return np.clip(x, 0, None)

    def backward(self, dout):
        return np.array([g @ np.diag((row > 0).astype(float)) for g, row in zip(dout, self.x)])


class Sigmoid:
    def forward(self, x):
        self.x = x
        return expit(x)

    def backward(self, dout):
        return np.array([g @ np.diag(expit(row) * expit(-row)) for g, row in zip(dout, self.x)])


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.x = x
        self.t = np.zeros(x.shape)
        if t.shape == x.shape:
            self.t[:] = t
        else:
            for i in range(x.shape[0]):
                self.t[i][t[i]] = 1
        return np.average(-(self.t * log_softmax(x, axis=1)).sum(axis=1))

    def backward(self, dout=1):
        classes = self.x.shape[1]
        jacobian = np.eye(classes) - softmax(self.x, axis=1)[:, None, :]  # of log_softmax, (N, C, C)
        return np.einsum("nk,nkc->nc", -self.t, jacobian) * dout / self.x.shape[0]
