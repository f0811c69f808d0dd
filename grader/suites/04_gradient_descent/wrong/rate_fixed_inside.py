"""The learning rate is 0.1."""

import numpy as np
import tensorflow as tf


def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    for i in range(x.size):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        x[i] = value
        grad[i] = (above - below) / (2 * h)
    return grad


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x, dtype=float)
    for _ in range(step_num):
        x -= 0.1 * numerical_gradient(f, x)
    return x


class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]


def sgd_step(w, grad, lr):
    return w - lr * grad


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0))
    ws, losses = [], []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = (w + 1) ** 2
        w.assign_sub(lr * tape.gradient(loss, w))
        ws.append(float(w.numpy()))
        losses.append((ws[-1] + 1) ** 2)
    return ws, losses


def judge_learning_rate(ws, losses):
    if losses[-1] < 1e-3:
        return "converged"
    if not np.isfinite(losses[-1]) or losses[-1] > losses[0]:
        return "diverged"
    if (ws[-1] + 1) * (ws[-2] + 1) < 0:  # the last two lie on different sides of -1
        return "oscillating"
    return "too slow"
