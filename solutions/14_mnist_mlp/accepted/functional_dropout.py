"""The functional API inside tensorflow, Reshape for Flatten, tanh, dropout, SGD with momentum, prints left in."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def preprocess(images):
    print("preprocessing", images.shape)
    return np.asarray(images, dtype=np.float32) * np.float32(1 / 255.0)


def build_model(units=(100, 50), rate=0.1):
    inputs = keras.Input(shape=(28, 28), name="image")
    h = layers.Reshape((28 * 28,))(inputs)
    for n in units:
        h = layers.Dense(n, activation="tanh")(h)
        h = layers.Dropout(rate)(h)
    outputs = layers.Dense(10, activation=tf.nn.softmax)(h)
    model = keras.Model(inputs, outputs, name="mlp")
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.summary()
    return model


def train(model, x, y, x_val, y_val, epochs=5, batch_size=32, verbose=1):
    history = model.fit(
        x, y, epochs=epochs, batch_size=batch_size, validation_data=(x_val, y_val), verbose=verbose, shuffle=True
    )
    print(history.history.keys())
    return {name: [round(float(v), 7) for v in values] for name, values in history.history.items()}


def predict_digits(model, images):
    probabilities = model.predict(preprocess(images))
    return np.argmax(probabilities, axis=-1).astype(np.int32)


def evaluate(model, x, y):
    predicted = model.predict(x).argmax(axis=1)
    return np.mean(predicted == y)


def plot_history(history):
    fig, (ax1, ax2) = plt.subplots(nrows=2, ncols=1, sharex=True)
    epochs = range(1, len(history["loss"]) + 1)
    ax1.plot(epochs, history["accuracy"], "bo-", label="train accuracy")
    ax1.plot(epochs, history["val_accuracy"], "r--", label="val accuracy")
    ax1.set_title("Accuracy")
    ax1.legend(loc="lower right")
    ax2.plot(epochs, history["loss"], "bo-", label="train loss")
    ax2.plot(epochs, history["val_loss"], "r--", label="val loss")
    ax2.set_title("Loss")
    ax2.legend(loc="upper right")
    fig.tight_layout()
    plt.show()
    return fig


def show_predictions(model, images, labels=None):
    first = images[:10]
    x = preprocess(first)
    probabilities = model.predict(x, verbose=0)
    fig = plt.figure(figsize=(15, 2))
    for i in range(len(first)):
        ax = fig.add_subplot(1, 10, i + 1)
        ax.imshow(x[i], cmap="gray")
        title = f"{np.argmax(probabilities[i])} ({100 * probabilities[i].max():.1f}%)"
        if labels is not None:
            title = f"{np.argmax(probabilities[i])}/{labels[i]}"
        ax.set_title(title, loc="left")
        ax.set_xticks([])
    plt.show()
    return fig
