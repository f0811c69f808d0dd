"""A generator for every call, seeded by the layer's seed and the number of the call; signs by copysign."""

import numpy as np


def l1_penalty(params, strength):
    total = 0
    for key in sorted(params):
        total += np.abs(params[key]).sum() if key.startswith("W") else 0
    return strength * total


def l2_penalty(params, strength):
    total = 0
    for key in sorted(params):
        if not key.startswith("W"):
            continue
        total += np.vdot(params[key], params[key])
    return strength * total / 2


def l1_gradient(w, strength):
    return np.copysign(strength, w)


def l2_gradient(w, strength):
    return w * 1.0 * strength


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    loss = data_loss
    if l1:
        loss += l1_penalty(params, l1)
    if l2:
        loss += l2_penalty(params, l2)
    return loss


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.calls = 0
        self.seed = np.random.SeedSequence().entropy if seed is None else seed

    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        self.calls += 1
        self.kept = np.random.default_rng([self.seed, self.calls]).uniform(size=x.shape) > self.rate
        return self.backward(x)

    def backward(self, dout):
        return np.where(self.kept, dout / (1 - self.rate), 0)
