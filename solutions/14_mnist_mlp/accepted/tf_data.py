"""tf.data pipelines, nested models, a learning-rate schedule, SGD with Nesterov momentum, a class for the plotting."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


def preprocess(images):
    return tf.image.convert_image_dtype(tf.constant(images), tf.float32).numpy()


def batches(x, y, batch_size, shuffled=False):
    ds = tf.data.Dataset.from_tensor_slices((x, np.asarray(y).astype("int32")))
    if shuffled:
        ds = ds.shuffle(len(x), reshuffle_each_iteration=True)
    return ds.batch(batch_size).prefetch(tf.data.AUTOTUNE)


def build_model():
    L = tf.keras.layers
    body = tf.keras.Sequential([L.Flatten(), L.Dense(150, "relu"), L.Dense(100, "relu")], name="body")
    image = L.Input((28, 28), dtype=tf.float32)
    model = tf.keras.Model(image, L.Dense(10, "softmax")(body(image)))
    rate = tf.keras.optimizers.schedules.ExponentialDecay(0.1, 500, 0.5)
    model.compile(
        optimizer=tf.keras.optimizers.SGD(rate, momentum=0.8, nesterov=True),
        loss="sparse_categorical_crossentropy",
        metrics=["acc"],
    )
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    class Collect(tf.keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.lists = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}

        def on_epoch_end(self, epoch, logs=None):
            for name, values in self.lists.items():
                values.append(np.float32(logs[name.replace("accuracy", "acc")]))

    collect = Collect()
    model.fit(
        batches(x, y, batch_size, shuffled=True),
        validation_data=batches(x_val, y_val, batch_size),
        epochs=epochs,
        callbacks=[collect],
        verbose=0,
    )
    return collect.lists


def predict_digits(model, images):
    digits = []
    for (p,) in tf.data.Dataset.from_tensor_slices((preprocess(images),)).batch(16):
        digits.append(model.predict_on_batch(p).argmax(axis=1))
    return np.concatenate(digits)


def evaluate(model, x, y):
    return model.evaluate(batches(x, y, 64), verbose=0, return_dict=True)["acc"]


class Plotter:
    def __init__(self, history):
        self.history = history
        self.fig = plt.figure(figsize=(9, 4))

    def draw(self, place, name):
        ax = self.fig.add_subplot(1, 2, place)
        (a,) = ax.plot(self.history[name])
        (b,) = ax.plot(self.history[f"val_{name}"])
        ax.legend([a, b], [f"{name} (train)", f"{name} (val)"])


def plot_history(history):
    plotter = Plotter(history)
    plotter.draw(1, "loss")
    plotter.draw(2, "accuracy")
    plotter.fig.suptitle("training")
    return plotter.fig


def show_predictions(model, images, labels=None):
    images = images[:10]
    digits = predict_digits(model, images)
    if labels is None:
        titles = [str(d) for d in digits]
    else:
        titles = [f"read {d}, is {t}" for d, t in zip(digits, labels)]
    fig = plt.figure()
    for place, (image, title) in enumerate(zip(images, titles), 1):
        fig.add_subplot(2, 5, place, title=title).imshow(image, cmap="Greys", vmin=0, vmax=255)
    return fig
