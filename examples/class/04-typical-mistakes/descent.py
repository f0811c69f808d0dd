"""Typical mistakes: uphill instead of down, a step in place, losses from before the update, the wrong middle."""

import numpy as np
import tensorflow as tf


def numerical_gradient(f, x):
    h = 1e-4
    fx = f(x)
    grad = np.zeros_like(x)
    for i in range(x.size):
        moved = x.copy()
        moved[i] += h
        grad[i] = (f(moved) - fx) / h  # a forward difference
    return grad


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = init_x.astype(float)
    for i in range(step_num):
        x += lr * numerical_gradient(f, x)
    return x


class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params.keys():
            params[key] -= self.lr * grads[key]


def sgd_step(w, grad, lr):
    w -= lr * grad
    return w


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(tf.constant(w0, dtype=tf.float32))
    ws, losses = [], []
    for epoch in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.square(w + 1)
        grads = tape.gradient(loss, w)
        w.assign_sub(lr * grads)
        ws.append(w.numpy())
        losses.append(loss.numpy())
    return ws, losses


def judge_learning_rate(ws, losses):
    if losses[-1] < 0.001:
        return "converged"
    if np.isnan(losses[-1]) or losses[-1] > losses[0]:
        return "diverged"
    if ws[-1] * ws[-2] < 0:
        return "oscillating"
    return "too slow"
