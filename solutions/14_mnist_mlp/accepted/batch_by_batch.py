"""train_on_batch and test_on_batch, batch normalisation, Keras's own seeds and housekeeping, keras.ops."""

import keras
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from keras import ops


def preprocess(images):
    out = np.empty(images.shape, dtype=np.float32)
    for i, image in enumerate(images):
        out[i] = np.divide(image, 255)
    return out


def build_model():
    keras.utils.clear_session()
    keras.utils.set_random_seed(42)
    layers = [keras.Input(shape=(28, 28)), keras.layers.Flatten()]
    for units in (128, 64):
        layers += [keras.layers.Dense(units, use_bias=False), keras.layers.BatchNormalization(momentum=0.9)]
        layers += [keras.layers.ReLU()]
    layers += [keras.layers.Dense(10, activation="softmax", dtype="float32")]
    model = keras.Sequential(layers)
    model.compile(
        "nadam", "sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"], jit_compile=False
    )
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    rng = np.random.default_rng(0)
    lists = {k: [] for k in ("loss", "accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        order = rng.permutation(len(x))
        model.reset_metrics()
        for rows in np.array_split(order, range(batch_size, len(x), batch_size)):
            result = model.train_on_batch(x[rows], y[rows], return_dict=True)
        val = model.evaluate(x_val, y_val, verbose=0, return_dict=True)
        lists["loss"].append(result["loss"])
        lists["accuracy"].append(result["sparse_categorical_accuracy"])
        lists["val_loss"].append(val["loss"])
        lists["val_accuracy"].append(val["sparse_categorical_accuracy"])
    return lists


def predict_digits(model, images):
    return ops.convert_to_numpy(ops.argmax(model(preprocess(images), training=False), axis=-1))


def evaluate(model, x, y):
    metric = keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(y, model(x, training=False))
    return metric.result()


def plot_history(history):
    fig, axes = plt.subplots(ncols=2)
    n = len(history["loss"])
    lines = [("loss", axes[0]), ("accuracy", axes[1])]
    for name, ax in lines:
        for key in (name, f"val_{name}"):
            ax.plot(list(range(n)), np.array(history[key]), marker="x", label=key)
        ax.axhline(0, color="grey", linewidth=0.5)
        ax.legend()
    return plt.gcf()


def show_predictions(model, images, labels=None):
    plt.figure(figsize=(12, 5))
    for i in range(min(10, len(images))):
        plt.subplot(2, 5, i + 1)
        plt.imshow(images[i])
        digit = predict_digits(model, images[i : i + 1])[0]
        if labels is None:
            plt.title("predicted " + str(digit))
        else:
            plt.title("predicted " + str(digit) + ", true " + str(labels[i]))
    return plt.gcf()
