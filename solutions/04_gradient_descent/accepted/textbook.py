"""The textbooks' way: nditer, a history kept and thrown away, the course's tape with prints, tensors in the lists."""

import numpy as np
import tensorflow as tf


def numerical_gradient(f, x):
    h = 1e-4  # 0.0001
    grad = np.zeros_like(x)

    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        idx = it.multi_index
        tmp_val = x[idx]
        x[idx] = float(tmp_val) + h
        fxh1 = f(x)  # f(x+h)
        x[idx] = tmp_val - h
        fxh2 = f(x)  # f(x-h)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
        x[idx] = tmp_val
        it.iternext()

    return grad


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = init_x.copy().astype(np.float64)
    x_history = []

    for i in range(step_num):
        x_history.append(x.copy())

        grad = numerical_gradient(f, x)
        x -= lr * grad

    return x


class SGD:
    """Stochastic gradient descent."""

    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params.keys():
            params[key] -= self.lr * grads[key]


def sgd_step(w, grad, lr):
    w_new = w - grad * lr
    return w_new


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(tf.constant(w0, dtype=tf.float32))
    ws = []
    losses = []
    for epoch in range(epochs):
        with tf.GradientTape() as tape:
            loss = tf.square(w + 1)
        grads = tape.gradient(loss, w)

        w.assign_sub(lr * grads)
        loss = tf.square(w + 1)
        print(f"After {epoch} epoch,w is {w.numpy():f},loss is {loss:f}")
        ws.append(tf.identity(w))
        losses.append(loss)
    return ws, losses


def judge_learning_rate(ws, losses):
    if losses[-1] < 0.001:
        return "converged"
    elif np.isnan(losses[-1]) or losses[-1] > losses[0]:
        return "diverged"
    elif all((a + 1) * (b + 1) < 0 for a, b in zip(ws, ws[1:])):
        return "oscillating"
    else:
        return "too slow"
