"""The step inside tf.function in float64; a one-sided difference with a tiny step, which is precise enough here."""

import numpy as np
import tensorflow as tf


def slope(f, x, h=1e-7):
    here = f(x)
    grad = np.zeros(x.shape)
    for i in range(x.shape[0]):
        moved = x.copy()
        moved[i] += h
        grad[i] = (f(moved) - here) / h
    return grad


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    if step_num == 0:
        return init_x.astype(float)
    x = init_x - lr * slope(f, init_x.astype(float))
    return gradient_descent(f, x, lr=lr, step_num=step_num - 1)


class SGD:
    lr: float

    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        params.update({k: sgd_step(v, grads[k], self.lr) for k, v in params.items()})
        return params


def sgd_step(w, grad, lr):
    return w + (-lr) * grad


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(w0, dtype=tf.float64)

    @tf.function
    def train_step():
        with tf.GradientTape() as tape:
            loss = tf.math.squared_difference(w, tf.constant(-1.0, tf.float64))
        w.assign_sub(lr * tape.gradient(loss, w))
        return w.read_value(), (w + 1) ** 2

    pairs = [train_step() for _ in range(epochs)]
    return [p[0] for p in pairs], [p[1] for p in pairs]


def judge_learning_rate(ws, losses):
    away = [abs(w + 1) for w in ws]
    if away[-1] ** 2 < 1e-3:
        return "converged"
    if not away[-1] <= away[0]:
        return "diverged"
    if min(ws) < -1 < max(ws):
        return "oscillating"
    return "too slow"
