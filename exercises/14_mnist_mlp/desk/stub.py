"""A multilayer perceptron that reads handwritten digits, in Keras.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check mnist_mlp
"""

import keras
import matplotlib.pyplot as plt
import numpy as np


def preprocess(images):
    """Return the images as float32 numbers from 0 to 1.

    images: raw pixels, uint8 from 0 to 255, shape (N, 28, 28). Returns float32, shape (N, 28, 28).
    """
    # TODO: write this function
    raise NotImplementedError("preprocess is not written yet")


def build_model():
    """Return a new, compiled Keras model: two hidden Dense layers with an activation, and ten probabilities at the end.

    The model takes preprocessed images, shape (N, 28, 28), and answers with shape (N, 10), each row summing to 1.
    """
    # TODO: write this function
    raise NotImplementedError("build_model is not written yet")


def train(model, x, y, x_val, y_val, epochs, batch_size):
    """Train the model on x and y, and watch it on x_val and y_val.

    x, x_val: preprocessed images, float32, shape (N, 28, 28). y, y_val: integer labels, shape (N,).
    epochs, batch_size: whole numbers. Returns a dict of four lists, one number an epoch: loss, accuracy, val_loss,
    val_accuracy.
    """
    # TODO: write this function
    raise NotImplementedError("train is not written yet")


def predict_digits(model, images):
    """Return the digit that the model reads in each image.

    images: raw pixels as preprocess takes them, uint8, shape (N, 28, 28). Returns integers from 0 to 9, shape (N,).
    """
    # TODO: write this function
    raise NotImplementedError("predict_digits is not written yet")


def evaluate(model, x, y):
    """Return the accuracy: the share of images that the model gives their label.

    x: preprocessed images, float32, shape (N, 28, 28). y: integer labels, shape (N,). Returns one number from 0 to 1.
    """
    # TODO: write this function
    raise NotImplementedError("evaluate is not written yet")


def plot_history(history):
    """Return a matplotlib Figure with two axes: both losses in one, both accuracies in the other, each with a legend.

    history: what train returned.
    """
    # TODO: write this function
    raise NotImplementedError("plot_history is not written yet")


def show_predictions(model, images, labels=None):
    """Return a matplotlib Figure of the first ten images, each titled with the digit that the model reads in it.

    images: raw pixels, uint8, shape (N, 28, 28), ten or fewer or more. labels: the right digits, shape (N,), or None;
    where they are given, each title names the right digit after the model's.
    """
    # TODO: write this function
    raise NotImplementedError("show_predictions is not written yet")
