"""Plain Python: loops over lists, the standard library's random, helper functions, prints left in."""

import random

import numpy as np


def numbers(a):
    """Every number in nested lists, one after the other."""
    if isinstance(a, list):
        for part in a:
            yield from numbers(part)
    else:
        yield float(a)


def mapped(function, *lists):
    if isinstance(lists[0], list):
        return [mapped(function, *parts) for parts in zip(*lists)]
    return function(*lists)


def l1_penalty(params, strength):
    total = 0.0
    for key in params:
        if key[:1] == "W":
            for v in numbers(params[key].tolist()):
                total += v if v > 0 else -v
    print("l1:", total)
    return strength * total


def l2_penalty(params, strength):
    total = 0.0
    for key in params:
        if key[:1] == "W":
            for v in numbers(params[key].tolist()):
                total += v * v / 2
    return strength * total


def l1_gradient(w, strength):
    return np.array(mapped(lambda v: strength if v > 0 else -strength if v < 0 else 0.0, w.tolist()))


def l2_gradient(w, strength):
    return np.array(mapped(lambda v: strength * v, w.tolist()))


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
        self.random = random.Random(seed)
        self.scales = []

    def draw(self, _):
        if self.random.random() < self.rate:
            return 0.0
        return 1.0 / (1.0 - self.rate)

    def forward(self, x, train_flg=True):
        if train_flg:
            self.scales = mapped(self.draw, x.tolist())
            return np.array(mapped(lambda v, s: v * s, x.tolist(), self.scales))
        else:
            return np.array(x)

    def backward(self, dout):
        return np.array(mapped(lambda d, s: d * s, dout.tolist(), self.scales))
