"""SciPy's Bernoulli draws, a base class for layers, and sums of flattened arrays."""

import numpy as np
from scipy.stats import bernoulli


def _sum_over_weights(params, power):
    return float(np.sum([np.sum(np.abs(v) ** power) for k, v in params.items() if k.startswith("W")]))


def l1_penalty(params, strength):
    return _sum_over_weights(params, 1) * strength


def l2_penalty(params, strength):
    return _sum_over_weights(params, 2) * strength / 2


def l1_gradient(w, strength):
    return strength * np.divide(w, np.abs(w), out=np.zeros(w.shape), where=w != 0)


def l2_gradient(w, strength):
    return strength * w


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    penalties = [f(params, s) for f, s in ((l1_penalty, l1), (l2_penalty, l2))]
    return data_loss + np.sum(penalties)


class Layer:
    def __call__(self, x, train_flg=True):
        return self.forward(x, train_flg)


class Dropout(Layer):
    def __init__(self, rate, seed=None):
        self.kept = bernoulli(1 - rate)
        self.scale = 1 / (1 - rate)
        self.kept.random_state = np.random.default_rng(seed)

    def forward(self, x, train_flg=True):
        mask = np.ones(x.shape)
        if train_flg:
            mask = self.mask = self.scale * self.kept.rvs(size=x.shape)
        return x * mask

    def backward(self, dout):
        return dout * self.mask
