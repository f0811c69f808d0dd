"""A training loop written out with GradientTape and tf.function, on logits inside; plain SGD with momentum."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras


def preprocess(images):
    return (images / 255.0).astype("float32")


def build_model():
    model = keras.Sequential(
        [
            keras.layers.Input(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(200, activation="relu"),
            keras.layers.Dense(80, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss="sparse_categorical_crossentropy")
    return model


def cross_entropy(y, p):
    return -tf.reduce_mean(tf.math.log(tf.gather(p, y, axis=1, batch_dims=1) + 1e-7))


def measure(model, x, y):
    p = model(x, training=False)
    right = tf.argmax(p, axis=1) == tf.cast(y, tf.int64)
    return float(cross_entropy(y, p)), float(tf.reduce_mean(tf.cast(right, tf.float32)))


def train(model, x, y, x_val, y_val, epochs, batch_size):
    optimizer = keras.optimizers.SGD(learning_rate=0.05, momentum=0.9)
    optimizer.build(model.trainable_variables)

    @tf.function(reduce_retracing=True)
    def step(xb, yb):
        with tf.GradientTape() as tape:
            p = model(xb, training=True)
            loss = cross_entropy(yb, p)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for epoch in range(epochs):
        order = np.random.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            step(tf.constant(x[rows]), tf.constant(y[rows]))
        for prefix, images, labels in (("", x, y), ("val_", x_val, y_val)):
            loss, accuracy = measure(model, images, labels)
            history[prefix + "loss"].append(loss)
            history[prefix + "accuracy"].append(accuracy)
        print(f"epoch {epoch + 1}: {history['loss'][-1]:.4f}")
    return history


def predict_digits(model, images):
    return np.argmax(model(preprocess(images)).numpy(), axis=1)


def evaluate(model, x, y):
    return measure(model, x, y)[1]


def plot_history(history):
    fig = plt.Figure(figsize=(8, 3))
    loss_ax = fig.add_subplot(121)
    acc_ax = fig.add_subplot(122)
    loss_ax.plot(history["loss"], color="C0", label="train")
    loss_ax.plot(history["val_loss"], color="C1", label="test")
    acc_ax.plot(history["accuracy"], color="C0")
    acc_ax.plot(history["val_accuracy"], color="C1")
    fig.legend()
    return fig


def show_predictions(model, images, labels=None):
    n = min(len(images), 10)
    digits = predict_digits(model, images)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(255 - images[i], cmap="binary")
        axes[0, i].set_title(str(digits[i]), color="black")
        if labels is not None:
            colour = "green" if digits[i] == labels[i] else "red"
            axes[0, i].set_title(f"{digits[i]}\n{labels[i]}", color=colour)
    return fig
