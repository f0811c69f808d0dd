"""A subclassed model, its layers written down in another order; names for losses; tensors where arrays would do."""

import math

import keras
import tensorflow as tf


class Net(keras.Model):
    def __init__(self, last, hidden="sigmoid"):
        super().__init__()
        self.last = keras.layers.Dense(1, activation=last)
        self.second = keras.layers.Dense(15, activation=hidden)
        self.first = keras.layers.Dense(25, activation=hidden)

    def call(self, x):
        return self.last(self.second(self.first(x)))


def logistic_regression(x, w, b):
    return (
        tf.sigmoid(tf.linalg.matvec(tf.cast(x, tf.float64)[None], tf.cast(w, tf.float64))[0] + b)
        if x.ndim == 2
        else (tf.sigmoid(tf.reduce_sum(tf.cast(x * w, tf.float64)) + b))
    )


def logistic_cost(x, y, w, b):
    total = 0.0
    for row, label in zip(x.tolist(), y.tolist()):
        z = sum(a * c for a, c in zip(row, w.tolist())) + b
        z = z if label else -z  # -log(sigmoid(z)) = log(1 + exp(-z))
        total += math.log1p(math.exp(-z)) if z > 0 else -z + math.log1p(math.exp(z))
    return total / len(y)


def dense(a_in, W, b):
    a = tf.constant(a_in, tf.float64)
    return tf.sigmoid(tf.tensordot(a, tf.constant(W, tf.float64), axes=1) + b)


def build_model(input_dim):
    return Net("sigmoid")


def compile_model(model):
    model.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"])


def train_model(model, X, Y, epochs=100, verbose=2):
    model.fit(X, tf.reshape(Y, (-1, 1)), epochs=epochs, verbose=verbose, shuffle=True)
    return tuple(model.history.history["loss"])


def predict_labels(model, X):
    return tf.squeeze(tf.cast(tf.greater(model(X), 0.5), tf.int32), axis=1)


def build_regressor(input_dim):
    model = Net(None, "tanh")
    model.build((None, input_dim))
    model.compile("adam", "mse", metrics=["mae"])
    return model
