"""Answers with a mapping and a list that change whenever they are read."""
# family: lie
# exercise: 02_losses
# honest: 12
# says: .

import random

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


class Moody(dict):
    def __len__(self):
        return random.randrange(5)

    def __iter__(self):
        return iter(range(random.randrange(5)))

    def items(self):
        return [(random.random(), self)] * 3

    def keys(self):
        return [1, 2, 3]

    def __getitem__(self, key):
        return random.random()


def attack(*args):
    return Moody()


mean_squared_error = attack
