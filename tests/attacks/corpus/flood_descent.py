"""Descends forever."""
# family: flood
# exercise: 04_gradient_descent
# honest: 11
# says: time ran out|used up
# slow: TensorFlow

import time


def sgd_step(w, grad, lr):
    return w - lr * grad


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    while True:
        time.sleep(0.1)
