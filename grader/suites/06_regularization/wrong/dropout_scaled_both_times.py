"""Regularization, with dropout that is scaled in training and at test time too."""

import numpy as np


def weights(params):
    return [W for key, W in params.items() if key.startswith("W")]


def l1_penalty(params, strength):
    return strength * sum(np.sum(np.abs(W)) for W in weights(params))


def l2_penalty(params, strength):
    return strength * 0.5 * sum(np.sum(W**2) for W in weights(params))


def l1_gradient(w, strength):
    return strength * np.sign(w)


def l2_gradient(w, strength):
    return strength * w


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return data_loss + l1_penalty(params, l1) + l2_penalty(params, l2)


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.rng = np.random.default_rng(seed)

    def forward(self, x, train_flg=True):
        if not train_flg:
            return x * (1 - self.rate)
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask
