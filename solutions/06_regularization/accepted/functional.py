"""Each penalty as a function of one array, put together by functools; the layer is a pair of closures."""

from functools import reduce
from operator import add

import numpy as np


def penalty_by(function):
    def penalty(params, strength):
        shares = (strength * function(np.asarray(p)) for name, p in params.items() if name.find("W") == 0)
        return reduce(add, shares, 0.0)

    return penalty


l1_penalty = penalty_by(lambda w: np.einsum("i->", np.where(w < 0, -w, w).ravel()))
l2_penalty = penalty_by(lambda w: np.einsum("i,i->", w.ravel(), w.ravel()) / 2)


def l1_gradient(w, strength):
    return np.copysign(strength, w)


def l2_gradient(w, strength):
    return np.einsum("...,->...", w, strength)


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return reduce(add, [l1_penalty(params, l1), l2_penalty(params, l2)], data_loss)


def Dropout(rate, seed=None):
    return _Layer(*_closures(rate, np.random.default_rng(np.random.SeedSequence(seed))))


def _closures(rate, rng):
    kept = None

    def forward(x, train_flg=True):
        nonlocal kept
        if not train_flg:
            return x.copy()
        kept = rng.choice([0.0, 1 / (1 - rate)], p=[rate, 1 - rate], size=np.shape(x))
        return np.multiply(kept, x)

    def backward(dout):
        return np.multiply(kept, dout)

    return forward, backward


class _Layer:
    def __init__(self, forward, backward):
        self.forward = forward
        self.backward = backward
