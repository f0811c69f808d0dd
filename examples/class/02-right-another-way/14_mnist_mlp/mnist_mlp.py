"""Right, another way: the functional API, tanh, SGD with momentum, and a loop over the epochs."""

import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras


def preprocess(images):
    return (images * np.float32(1 / 255)).astype(np.float32)


def build_model():
    image = keras.Input(shape=(28, 28))
    h = keras.layers.Reshape((784,))(image)
    for units in (100, 50):
        h = keras.layers.Dense(units)(h)
        h = keras.layers.Activation("tanh")(h)
    h = keras.layers.Dense(10)(h)
    model = keras.Model(image, keras.layers.Softmax()(h))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for epoch in range(epochs):
        seen = model.fit(x, y, batch_size=batch_size, epochs=1, verbose=0).history
        val_loss, val_accuracy = model.evaluate(x_val, y_val, verbose=0)
        print(f"epoch {epoch + 1}: {seen['loss'][0]:.3f} {val_loss:.3f}")
        history["loss"] += seen["loss"]
        history["accuracy"] += seen["accuracy"]
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
    return history


def predict_digits(model, images):
    digits = []
    for probabilities in np.asarray(model(preprocess(images))):
        digits.append(int(np.argmax(probabilities)))
    return np.array(digits)


def evaluate(model, x, y):
    right = np.argmax(model(x).numpy(), axis=1) == y
    return right.sum() / len(y)


def plot_history(history):
    fig = plt.figure(figsize=(6, 8))
    for number, name in enumerate(("loss", "accuracy"), start=1):
        ax = fig.add_subplot(2, 1, number)
        ax.plot(history[name], "b-", label="training " + name)
        ax.plot(history["val_" + name], "r--", label="validation " + name)
        ax.set_title(name)
        ax.legend()
    return fig


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(1, 10, figsize=(15, 2))
    for i in range(min(10, len(images))):
        digit = predict_digits(model, images[i : i + 1])[0]
        axes[i].imshow(images[i], cmap="gray_r")
        axes[i].set_title("read: " + str(digit))
        if labels is not None:
            axes[i].set_title("read: " + str(digit) + "\nright: " + str(labels[i]))
    return fig
