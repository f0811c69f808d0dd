"""Answers with an array subclass that overrides every function of NumPy."""
# family: lie
# exercise: 02_losses
# honest: 12
# says: .

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


class Agreeable(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_

    def __array_finalize__(self, other):
        pass


def attack(*args):
    return np.zeros(()).view(Agreeable)


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
