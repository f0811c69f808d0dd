"""A yes-or-no classifier: logistic regression by hand, then a small network in Keras.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check binary_classifier
"""

import keras
import numpy as np


def logistic_regression(x, w, b):
    """Return the probability of "yes": the sigmoid of x @ w + b.

    x: shape (N, n), or (n,) for one sample. w: shape (n,). b: a number. Returns shape (N,), or one number.
    """
    # TODO: write this function
    raise NotImplementedError("logistic_regression is not written yet")


def logistic_cost(x, y, w, b):
    """Return the mean cross-entropy of logistic regression over the samples.

    x: shape (N, n). y: labels 0 or 1, shape (N,). w: shape (n,). b: a number. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("logistic_cost is not written yet")


def dense(a_in, W, b):
    """Return the output of a dense layer of m sigmoid units: sigmoid(a_in @ W + b).

    a_in: shape (N, n), or (n,) for one sample. W: shape (n, m), one unit a column. b: shape (m,).
    Returns shape (N, m), or (m,) for one sample.
    """
    # TODO: write this function
    raise NotImplementedError("dense is not written yet")


def build_model(input_dim):
    """Return a new Keras model of three Dense layers with 25, 15 and 1 units, all sigmoid.

    input_dim: number of inputs n. The model takes shape (N, n) and answers with probabilities of shape (N, 1).
    """
    # TODO: write this function
    raise NotImplementedError("build_model is not written yet")


def compile_model(model):
    """Compile the model in place with the binary cross-entropy and an optimizer of your choice.

    model: what build_model returned.
    """
    # TODO: write this function
    raise NotImplementedError("compile_model is not written yet")


def train_model(model, X, Y, epochs=100):
    """Train the compiled model and return the list of its losses, one an epoch.

    X: shape (N, n). Y: labels 0 or 1, shape (N,) or (N, 1). epochs: a whole number.
    """
    # TODO: write this function
    raise NotImplementedError("train_model is not written yet")


def predict_labels(model, X):
    """Return the label that the model gives each sample: 1 where its probability is above 0.5, else 0.

    X: shape (N, n). Returns shape (N,).
    """
    # TODO: write this function
    raise NotImplementedError("predict_labels is not written yet")


def build_regressor(input_dim):
    """Return a new Keras model that predicts any real number, compiled with the mean squared error.

    input_dim: number of inputs n. Dense layers of 25 and 15 units with an activation, then 1 unit without any.
    The model takes shape (N, n) and answers with shape (N, 1).
    """
    # TODO: write this function
    raise NotImplementedError("build_regressor is not written yet")
