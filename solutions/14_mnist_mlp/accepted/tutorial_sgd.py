"""The form of most tutorials: tf.keras, input_shape in the first layer, the plainest optimizer by name."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


def preprocess(images):
    images = images.reshape(-1, 28, 28)
    images = images / 255.0
    return images.astype(np.float32)


def build_model():
    model = tf.keras.models.Sequential()
    model.add(tf.keras.layers.Flatten(input_shape=(28, 28)))
    model.add(tf.keras.layers.Dense(128, activation="relu"))
    model.add(tf.keras.layers.Dense(128, activation=tf.nn.relu))
    model.add(tf.keras.layers.Dense(10, activation="softmax"))
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    history = model.fit(x, y, batch_size=batch_size, epochs=epochs, validation_data=(x_val, y_val))
    return history.history


def predict_digits(model, images):
    predictions = model.predict(preprocess(images))
    return np.argmax(predictions, axis=1)


def evaluate(model, x, y):
    test_loss, test_acc = model.evaluate(x, y, verbose=2)
    print("\nTest accuracy:", test_acc)
    return test_acc


def plot_history(history):
    fig = plt.figure(figsize=(12, 5))
    ax1 = fig.add_subplot(1, 2, 1)
    ax1.plot(history["accuracy"], label="train_acc")
    ax1.plot(history["val_accuracy"], label="val_acc")
    ax1.set_ylim([0, 1])
    ax1.legend()
    ax2 = fig.add_subplot(1, 2, 2)
    ax2.plot(history["loss"], label="train_loss")
    ax2.plot(history["val_loss"], label="val_loss")
    ax2.legend()
    return fig


def show_predictions(model, images, labels=None):
    predictions = model.predict(preprocess(images[:10]))
    fig = plt.figure(figsize=(10, 5))
    for i in range(len(predictions)):
        plt.subplot(2, 5, i + 1)
        plt.xticks([])
        plt.yticks([])
        plt.imshow(images[i], cmap="gray")
        predicted_label = np.argmax(predictions[i])
        if labels is not None:
            plt.title(f"{predicted_label} ({labels[i]})")
        else:
            plt.title(predicted_label)
    return fig
