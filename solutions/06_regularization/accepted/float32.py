"""All arithmetic in float32; losses come back as arrays of one element."""

import numpy as np

F = np.float32


def l1_penalty(params, strength):
    total = F(0)
    for name, value in params.items():
        if name.startswith("W"):
            total += np.abs(value.astype(F)).sum(dtype=F)
    return np.array([F(strength) * total])


def l2_penalty(params, strength):
    total = F(0)
    for name, value in params.items():
        if name.startswith("W"):
            total += np.square(value.astype(F)).sum(dtype=F)
    return np.array([F(0.5) * F(strength) * total])


def l1_gradient(w, strength):
    return np.sign(w).astype(F) * F(strength)


def l2_gradient(w, strength):
    return w.astype(F) * F(strength)


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return F(data_loss) + l1_penalty(params, l1) + l2_penalty(params, l2)


class Dropout:
    def __init__(self, rate, seed=None):
        self.keep = F(1 - rate)
        self.rng = np.random.default_rng(seed)

    def forward(self, x, train_flg=True):
        x = x.astype(F)
        if not train_flg:
            return x
        self.mask = (self.rng.random(x.shape, dtype=F) < self.keep).astype(F) / self.keep
        return x * self.mask

    def backward(self, dout):
        return dout.astype(F) * self.mask
