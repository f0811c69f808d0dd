"""Right: a Sequential model and Keras's own methods."""

import keras
import matplotlib.pyplot as plt
import numpy as np


def preprocess(images):
    return np.float32(images) / 255


def build_model():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(96, "relu"),
            layers.Dense(48, "relu"),
            layers.Dense(10, "softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    return model.fit(x, y, batch_size, epochs, verbose=0, validation_data=(x_val, y_val)).history


def predict_digits(model, images):
    return model.predict(preprocess(images), verbose=0).argmax(axis=1)


def evaluate(model, x, y):
    return model.evaluate(x, y, verbose=0)[1]


def plot_history(history):
    figure, panels = plt.subplots(1, 2, figsize=(10, 4))
    for panel, name in zip(panels, ("loss", "accuracy")):
        for curve in (name, f"val_{name}"):
            panel.plot(history[curve], label=curve)
        panel.legend()
    return figure


def show_predictions(model, images, labels=None):
    fig = plt.figure(figsize=(10, 4))
    for i, digit in enumerate(predict_digits(model, images[:10])):
        ax = fig.add_subplot(2, 5, i + 1)
        ax.imshow(images[i], cmap="gray")
        ax.set_title(f"{digit}" if labels is None else f"{digit} (true: {labels[i]})")
    return fig
