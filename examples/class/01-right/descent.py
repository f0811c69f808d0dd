"""Right: a step is one line, and everything else repeats it."""

import numpy as np
import tensorflow as tf

H = 1e-4


def numerical_gradient(f, x):
    ways = H * np.eye(x.size)
    return np.array([f(x + way) - f(x - way) for way in ways]) / (2 * H)


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x, dtype=float)
    for _ in range(step_num):
        x = sgd_step(x, numerical_gradient(f, x), lr)
    return x


class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] = sgd_step(params[key], grad, self.lr)


def sgd_step(w, grad, lr):
    return w - lr * grad


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0))
    ws, losses = [], []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.square(w + 1)
        w.assign_sub(lr * tape.gradient(loss, w))
        ws.append(float(w))
        losses.append(float(tf.square(w + 1)))
    return ws, losses


def judge_learning_rate(ws, losses):
    if losses[-1] < 1e-3:
        return "converged"
    if not losses[-1] <= losses[0]:  # also true for nan
        return "diverged"
    sides = np.sign(np.add(ws, 1))
    return "oscillating" if np.all(sides[1:] != sides[:-1]) else "too slow"
