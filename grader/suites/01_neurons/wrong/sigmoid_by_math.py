"""Neurons, with a sigmoid of math.exp, which takes one number."""

import math


def sigmoid(x):
    return 1 / (1 + math.exp(-x))
