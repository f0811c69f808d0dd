"""A subclassed model whose layers are written down in another order, RMSprop, tensors where arrays would do."""

import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow import keras


class DigitReader(keras.Model):
    def __init__(self, hidden=96):
        super().__init__()
        self.answer = keras.layers.Dense(10)
        self.second = keras.layers.Dense(hidden // 2, activation="relu", kernel_initializer="he_normal")
        self.first = keras.layers.Dense(hidden, activation="relu", kernel_initializer="he_normal")
        self.flat = keras.layers.Flatten()
        self.softmax = keras.layers.Softmax()

    def call(self, x):
        return self.softmax(self.answer(self.second(self.first(self.flat(x)))))


def preprocess(images):
    return tf.cast(images, tf.float32) / 255.0


def build_model():
    model = DigitReader()
    model.compile(keras.optimizers.RMSprop(0.001), keras.losses.sparse_categorical_crossentropy, metrics=["accuracy"])
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    model.fit(x, y, epochs=epochs, batch_size=batch_size, validation_data=(x_val, y_val), verbose=2)
    return {k: tuple(v) for k, v in model.history.history.items()}


def predict_digits(model, images):
    return tf.argmax(model(preprocess(images)), axis=1)


def evaluate(model, x, y):
    right = tf.equal(tf.argmax(model(x), axis=1), tf.cast(y, tf.int64))
    return tf.reduce_mean(tf.cast(right, tf.float32))


def plot_history(history):
    figure = plt.figure()
    for place, name in enumerate(["accuracy", "loss"]):
        plt.subplot(1, 2, place + 1)
        plt.plot(history[name])
        plt.plot(history["val_" + name])
        plt.legend(["train", "validation"])
        plt.xlabel("epoch")
        plt.title(name)
    return figure


def show_predictions(model, images, labels=None):
    figure = plt.figure()
    digits = predict_digits(model, images)
    for i in range(10):
        if i >= len(images):
            break
        plt.subplot(5, 2, i + 1)
        plt.axis("off")
        plt.imshow(images[i], cmap=plt.cm.binary)
        plt.title(f"预测 {digits[i]}" if labels is None else f"预测 {digits[i]} 真实 {labels[i]}")
    return figure
