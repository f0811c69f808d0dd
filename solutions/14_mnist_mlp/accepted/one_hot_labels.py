"""One-hot labels made inside, CategoricalCrossentropy, a separate softmax layer, three hidden layers."""

import matplotlib.pyplot as plt
import numpy as np
from keras import Sequential, optimizers
from keras.layers import Activation, Dense, Flatten
from keras.losses import CategoricalCrossentropy
from keras.utils import to_categorical

CLASSES = 10


def preprocess(images):
    x = images.astype(np.float32)
    x /= 255.0
    return x


def build_model():
    model = Sequential()
    model.add(Flatten())
    model.add(Dense(256))
    model.add(Activation("elu"))
    model.add(Dense(64, activation="sigmoid"))
    model.add(Dense(32, activation="elu"))
    model.add(Dense(CLASSES))
    model.add(Activation("softmax"))
    model.build((None, 28, 28))
    model.compile(loss=CategoricalCrossentropy(), optimizer=optimizers.Adam(0.003), metrics=["categorical_accuracy"])
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    val = (x_val, to_categorical(y_val, CLASSES))
    h = model.fit(x, to_categorical(y, CLASSES), batch_size, epochs, validation_data=val, verbose=0).history
    return {
        "loss": h["loss"],
        "accuracy": h["categorical_accuracy"],
        "val_loss": h["val_loss"],
        "val_accuracy": h["val_categorical_accuracy"],
    }


def predict_digits(model, images):
    x = preprocess(images)
    return np.array([int(np.argmax(p)) for p in model.predict(x, batch_size=128, verbose=0)])


def evaluate(model, x, y):
    return model.evaluate(x, to_categorical(y, CLASSES), verbose=0)[1]


def plot_history(history):
    fig, axs = plt.subplots(2, 2)
    for ax, name in zip(axs[0], ["loss", "accuracy"]):
        ax.plot(np.arange(len(history[name])), history[name], label="training " + name)
        ax.plot(np.arange(len(history[name])), history["val_" + name], label="validation " + name)
        ax.grid(True)
        ax.legend()
    for ax in axs[1]:
        ax.axis("off")
    return fig


def show_predictions(model, images, labels=None):
    fig, axs = plt.subplots(2, 5)
    axs = axs.flatten()
    for i, image in enumerate(images):
        if i == 10:
            break
        axs[i].imshow(np.stack([image] * 3, axis=-1))
        digit = int(predict_digits(model, image[None])[0])
        text = "Pred: " + str(digit)
        if labels is not None:
            text += " True: " + str(int(labels[i]))
        axs[i].set_title(text)
    return fig
