"""Right, another way: a generator of points, a Keras optimizer, and a helper that two modules share."""

import itertools
import math

import keras
import numpy as np
import tensorflow as tf
from central import slopes
from walk import walk


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    return next(itertools.islice(walk(f, init_x, lr), step_num, None))


def steepness(f, x):
    """Return the slope at x. It is not asked for, but was useful for experiments."""
    return float(np.linalg.norm(slopes(f, x)))


class SGD:
    def __init__(self, lr=0.01):
        self._rate = lr

    def update(self, params, grads):
        for key in sorted(params):
            np.subtract(params[key], self._rate * grads[key], out=params[key])


def sgd_step(w, grad, lr):
    step = np.multiply(lr, grad)
    return np.subtract(w, step)


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(w0, dtype=tf.float32)
    optimizer = keras.optimizers.SGD(learning_rate=lr)
    ws = []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = (w + 1.0) ** 2
        optimizer.apply_gradients([(tape.gradient(loss, w), w)])
        ws.append(w.numpy().item())
    return ws, [(v + 1) ** 2 for v in ws]


def judge_learning_rate(ws, losses):
    first, last = losses[0], losses[-1]
    if last < 0.001:
        return "converged"
    if math.isnan(last) or math.isinf(last) or last > first:
        return "diverged"
    for before, after in zip(ws, ws[1:]):
        if (before > -1) == (after > -1):
            return "too slow"
    return "oscillating"
