"""A multilayer perceptron that reads handwritten digits: the reference solution."""

import keras
import matplotlib.pyplot as plt


def preprocess(images):
    return images.astype("float32") / 255


def build_model():
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history


def predict_digits(model, images):
    return model.predict(preprocess(images), verbose=0).argmax(axis=1)


def evaluate(model, x, y):
    _, accuracy = model.evaluate(x, y, verbose=0)
    return accuracy


def plot_history(history):
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.plot(history[name], label="training")
        ax.plot(history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.legend()
    return fig


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(2, 5, figsize=(10, 4))
    digits = predict_digits(model, images[:10])
    for ax in axes.flat:
        ax.axis("off")
    for i, digit in enumerate(digits):
        axes.flat[i].imshow(images[i], cmap="gray_r")
        axes.flat[i].set_title(digit if labels is None else f"{digit} (true: {labels[i]})")
    return fig
