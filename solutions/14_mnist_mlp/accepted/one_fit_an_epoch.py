"""One fit an epoch, labels as a column, layer normalisation before sigmoid, subfigures, validation by evaluate."""

import keras
import matplotlib.pyplot as plt
import numpy as np


def preprocess(images):
    return np.true_divide(images, 255, dtype=np.float32)


def build_model():
    i = keras.Input(shape=(28, 28), dtype="float32")
    h = keras.layers.Flatten()(i)
    for units, activation in ((64, "swish"), (48, "sigmoid")):
        h = keras.layers.Dense(units)(h)
        h = keras.layers.LayerNormalization()(h)
        h = keras.layers.Activation(activation)(h)
    o = keras.layers.Activation(keras.activations.softmax)(keras.layers.Dense(10)(h))
    model = keras.Model(inputs=[i], outputs=[o])
    model.compile(
        keras.optimizers.Adamax(5e-3),
        [keras.losses.SparseCategoricalCrossentropy()],
        metrics=[[keras.metrics.SparseCategoricalAccuracy()]],
    )
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    out = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": [], "rate": []}
    for _ in range(epochs):
        h = model.fit(x, y.reshape(-1, 1), batch_size=batch_size, verbose=0).history
        v = model.evaluate(x_val, y_val.reshape(-1, 1), verbose=0, return_dict=True)
        out["loss"] += h["loss"]
        out["accuracy"] += h["sparse_categorical_accuracy"]
        out["val_loss"].append(v["loss"])
        out["val_accuracy"].append(v["sparse_categorical_accuracy"])
        out["rate"].append(float(model.optimizer.learning_rate))
    return out


def predict_digits(model, images):
    return np.argmax(model.predict(preprocess(images), verbose=0), 1).astype("uint8")


def evaluate(model, x, y):
    return model.evaluate(x, y[:, None], verbose=0, return_dict=True)["sparse_categorical_accuracy"]


def plot_history(history):
    fig = plt.figure(layout="constrained")
    top, bottom = fig.subfigures(2, 1)
    for sub, key in ((top, "loss"), (bottom, "accuracy")):
        ax = sub.subplots()
        e = range(len(history[key]))
        ax.plot(e, history[key], e, history[f"val_{key}"])
        ax.legend(["train", "val"], loc="best")
    return fig


def show_predictions(model, images, labels=None):
    fig = plt.figure(layout="constrained")
    axes = fig.subplots(5, 2).ravel()
    for ax, image, digit in zip(axes, images, predict_digits(model, images[:10])):
        ax.matshow(image)
        ax.set_title(f"{digit}")
    if labels is not None:
        for ax, label in zip(axes, labels[:10]):
            if ax.get_title():
                ax.set_title(f"{ax.get_title()} | {label}")
    return fig
