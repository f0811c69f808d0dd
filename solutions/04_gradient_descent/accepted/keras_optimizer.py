"""Keras's own SGD inside the tape loop; a gradient by unit vectors with h = 1e-6; NumPy scalars in the lists."""

import keras
import numpy as np
import tensorflow as tf


def gradient(f, x, h=1e-6):
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


def gradient_descent(f, init_x, lr=0.01, step_num=100, tolerance=0.0):
    x = np.asarray(init_x, dtype="float64")
    for _ in range(step_num):
        step = lr * gradient(f, x)
        x = x - step
        if np.abs(step).max() < tolerance:
            break
    return x


class Optimizer:
    def __init__(self, lr):
        self.lr = lr

    def step(self, w, g):
        raise ValueError("abstract")

    def update(self, params, grads):
        for k, g in grads.items():
            params[k][...] = self.step(params[k], g)


class SGD(Optimizer):
    def __init__(self, lr=0.01):
        super().__init__(lr)

    def step(self, w, g):
        return sgd_step(w, g, self.lr)


def sgd_step(w, grad, lr):
    return np.subtract(w, np.multiply(lr, grad))


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(w0, dtype="float32")
    optimizer = keras.optimizers.SGD(learning_rate=lr)
    history = np.zeros((2, epochs), dtype=np.float32)
    for i in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.pow(w + 1, 2)
        optimizer.apply_gradients([(tape.gradient(loss, w), w)])
        history[:, i] = w.numpy(), (w.numpy() + 1) ** 2
    return list(history[0]), list(history[1])


def judge_learning_rate(ws, losses):
    losses = np.array(losses)
    if not np.all(np.isfinite(losses)):
        return "diverged"
    if losses[-1] < 1e-3:
        return "converged"
    if losses[-1] > losses[0]:
        return "diverged"
    turns = np.sign(np.diff(ws))
    return "oscillating" if np.all(turns[1:] != turns[:-1]) else "too slow"
