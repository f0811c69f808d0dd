"""Loops over plain numbers; dict entries bound anew; a partial derivative at a time, h = 1e-3; math and prints."""

import math

import numpy as np
import tensorflow as tf


def partial(f, x, i, h=1e-3):
    up, down = list(x), list(x)
    up[i] += h
    down[i] -= h
    return (float(f(np.array(up))) - float(f(np.array(down)))) / (2 * h)


def gradient_descent(f, init_x, lr=0.01, step_num=100, verbose=True):
    x = [float(v) for v in init_x]
    step = 0
    while step < step_num:
        grad = [partial(f, x, i) for i in range(len(x))]
        x = [v - lr * g for v, g in zip(x, grad)]
        step += 1
        if verbose:
            print(step, x)
    return np.array(x)


class SGD:
    def __init__(self, lr=0.01, clip=None):
        self.lr, self.clip, self.steps = lr, clip, 0

    def update(self, params, grads):
        self.steps += 1
        for name, value in list(params.items()):
            params[name] = value - self.lr * grads[name]


def sgd_step(w, grad, lr):
    if isinstance(w, np.ndarray):
        out = np.empty(w.shape)
        for i in np.ndindex(w.shape):
            out[i] = w[i] - lr * grad[i]
        return out
    return w - lr * grad


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable([w0], dtype=tf.float32)
    ws, losses = [], []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = (w + 1.0) * (w + 1.0)
        (g,) = tape.gradient(loss, [w])
        w.assign(w - lr * g)
        ws.append(w.numpy().item())
        losses.append(math.pow(ws[-1] + 1, 2))
    return [ws, losses]


def judge_learning_rate(ws, losses):
    last = losses[len(losses) - 1]
    if math.isnan(last) or math.isinf(last):
        return "diverged"
    if last < 1e-3:
        return "converged"
    if last > losses[0]:
        return "diverged"
    left = [w < -1 for w in ws]
    changes = sum(1 for a, b in zip(left, left[1:]) if a != b)
    return "oscillating" if changes > len(ws) // 2 else "too slow"
