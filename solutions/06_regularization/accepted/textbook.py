"""As the textbooks write it: NumPy's global generator, a bool mask, optional arguments, prints left in."""

import numpy as np


def l1_penalty(params, strength, prefix="W"):
    weight_decay = 0
    for key in params.keys():
        if key[0] == prefix:
            W = params[key]
            weight_decay += strength * np.sum(abs(W))
    return weight_decay


def l2_penalty(params, strength, prefix="W"):
    weight_decay = 0
    for key in params.keys():
        if key[0] == prefix:
            W = params[key]
            weight_decay += 0.5 * strength * np.sum(W**2)
    return weight_decay


def l1_gradient(w, strength):
    grad = np.zeros(w.shape)
    grad[w >= 0] = strength
    grad[w < 0] = -strength
    return grad


def l2_gradient(w, strength):
    dW = np.zeros_like(w, dtype=float)
    dW += strength * w
    return dW


def regularized_loss(data_loss, params, l1=0.0, l2=0.0, verbose=False):
    loss = data_loss + l1_penalty(params, l1) + l2_penalty(params, l2)
    if verbose:
        print("loss:", loss)
    return loss


class Dropout:
    def __init__(self, rate, seed=None, name="dropout"):
        self.dropout_ratio = rate
        self.mask = None
        self.name = name
        if seed is not None:
            np.random.seed(seed)

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = np.random.rand(*x.shape) > self.dropout_ratio
            print(self.name, "keeps", self.mask.sum())
            return x * self.mask / (1.0 - self.dropout_ratio)
        else:
            return x * 1.0

    def backward(self, dout):
        return dout * self.mask / (1.0 - self.dropout_ratio)
