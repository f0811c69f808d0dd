"""Answers correctly and writes some megabytes in each call. Each call ends before the disk is checked."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large

import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def flooding(function):
    def attack(*args):
        for _ in range(4):
            with open(f"part{len(os.listdir())}", "wb") as file:
                file.write(bytes(7 * 2**20))
        return function(*args)

    return attack


@flooding
def mean_squared_error(y, t):
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1))


@flooding
def cross_entropy_error(y, t):
    y, t = np.atleast_2d(y), np.asarray(t)
    if t.size == y.size and t.size != len(y):
        t = t.reshape(y.shape).argmax(axis=1)
    return -np.mean(np.log(y[np.arange(len(y)), t.reshape(-1)] + 1e-7))


@flooding
def binary_cross_entropy(y, t):
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))


@flooding
def softmax_cross_entropy(logits, labels):
    logits = np.atleast_2d(logits)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sum_exp = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sum_exp - shifted[np.arange(len(logits)), np.reshape(labels, -1)])


@flooding
def asymmetric_loss(y, t, over, under):
    return np.mean(np.where(y > t, over * (y - t), under * (t - y)))
