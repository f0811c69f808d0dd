"""float32 for what is stored; prefix lists turned to arrays at the end; a dataclass; match for the judgement."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf


def central(f, x, h=1e-4):
    grad = np.zeros(len(x))
    for i, v in enumerate(x):
        y = x.copy()
        y[i] = v + h
        a = f(y)
        y[i] = v - h
        b = f(y)
        grad[i] = (a - b) / (2 * h)
    return grad


def gradient_descent(f, init_x, lr=0.01, step_num=100, callback=print):
    x = np.array(init_x, dtype=np.float64)
    for step in range(step_num):
        x = sgd_step(x, central(f, x), lr)
        if callback and step % 50 == 0:
            callback(step, f(x))
    return x.astype(np.float32)


@dataclass
class SGD:
    lr: float = 0.01

    def update(self, params, grads):
        for k in sorted(params):
            params[k] = (params[k] - self.lr * grads[k]).astype(np.float32)


def sgd_step(w, grad, lr):
    if np.ndim(w) == 0:
        return np.float32(w - lr * grad)
    new = w.copy()
    new -= lr * grad
    return new


def loss_fn(w):
    return tf.reduce_mean(tf.square(w - (-1.0)))


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0), trainable=True, name="w")
    ws, losses = np.array([]), np.array([])
    for _ in tf.range(epochs):
        with tf.GradientTape(persistent=True) as tape:
            loss = loss_fn(w)
        w.assign_add(-lr * tape.gradient(loss, w))
        ws = np.append(ws, w.numpy())
        losses = np.append(losses, loss_fn(w).numpy())
    return ws, losses


def judge_learning_rate(ws, losses):
    ws, losses = np.asarray(ws), np.asarray(losses)
    jumps = np.count_nonzero(np.diff(np.sign(ws + 1)))
    match (bool(losses[-1] < 1e-3), bool(losses[-1] <= losses[0]), bool(jumps > 0)):
        case (True, _, _):
            return "converged"
        case (_, False, _):
            return "diverged"
        case (_, _, True):
            return "oscillating"
    return "too slow"
