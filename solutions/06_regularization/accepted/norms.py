"""Norms and dot products of all weights in one vector; binomial draws; the mask applied to a copy in place."""

import numpy as np


def weight_vector(params):
    parts = [np.ravel(v) for k, v in sorted(params.items()) if k.startswith("W")]
    return np.concatenate(parts).astype(float) if parts else np.zeros(1)


def l1_penalty(params, strength):
    return strength * np.linalg.norm(weight_vector(params), ord=1)


def l2_penalty(params, strength):
    v = weight_vector(params)
    return float(strength / 2 * np.dot(v, v))


def l1_gradient(w, strength):
    out = np.full(w.shape, -strength, dtype=float)
    out[w > 0] += 2 * strength
    return out


def l2_gradient(w, strength):
    return np.multiply(w, strength)


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return np.array(sum([data_loss, l1_penalty(params, l1), l2_penalty(params, l2)]))


class Dropout:
    training = True

    def __init__(self, rate, seed=None):
        self.rate = rate
        self.rng = np.random.RandomState(seed)

    def forward(self, x, train_flg=True):
        out = np.array(x, dtype=float)
        self.training = train_flg
        if train_flg:
            self.dropped = self.rng.binomial(1, self.rate, size=x.shape) == 1
            self._apply(out)
        return out

    def backward(self, dout):
        dx = np.array(dout, dtype=float)
        self._apply(dx)
        return dx

    def _apply(self, a):
        a[self.dropped] = 0.0
        a /= 1 - self.rate
