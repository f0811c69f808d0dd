"""Keras's loss, metric, initializer and optimizer; optional arguments beyond the stub's; shuffled twice."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.utils import shuffle


def load_split(seed, test_size=30, classes=3):
    data = load_iris()
    parts = train_test_split(
        data["data"],
        data["target"],
        test_size=test_size / len(data["target"]),
        stratify=data["target"],
        random_state=seed,
    )
    x_train, x_test, t_train, t_test = parts
    x_train, t_train = shuffle(x_train, t_train, random_state=seed)
    assert len(np.unique(t_test)) == classes
    return [x_train.astype("float32"), t_train.astype("int64"), x_test.astype("float32"), t_test.astype("int64")]


def forward(x, w1, b1, activation="softmax"):
    return keras.activations.get(activation)(tf.add(tf.matmul(x, w1), b1))


def mse_loss(y, t):
    return keras.losses.MeanSquaredError()(t, y)


def train_step(x, t, w1, b1, lr, optimizer=None):
    with tf.GradientTape() as tape:
        loss = mse_loss(forward(x, w1, b1), t)
    grads = tape.gradient(loss, [w1, b1])
    optimizer = optimizer or keras.optimizers.SGD(learning_rate=lr)
    optimizer.apply_gradients(zip(grads, [w1, b1]))
    return float(loss)


def train(seed, lr=0.1, epochs=500, verbose=False):
    x_train, t_train, x_test, t_test = load_split(seed)
    t_train = keras.utils.to_categorical(t_train, 3).astype("float32")
    w1 = tf.Variable(keras.initializers.RandomNormal(stddev=0.05, seed=seed)((4, 3)))
    b1 = tf.Variable(keras.initializers.Zeros()((3,)))
    metric = keras.metrics.SparseCategoricalAccuracy()
    history = {"train_loss": [], "test_acc": []}
    optimizer = keras.optimizers.SGD(learning_rate=lr)
    for epoch in range(epochs):
        history["train_loss"].append(train_step(x_train, t_train, w1, b1, lr, optimizer))
        metric.reset_state()
        metric.update_state(t_test, forward(x_test, w1, b1))
        history["test_acc"].append(float(metric.result()))
        if verbose:
            print(epoch, history["train_loss"][-1], history["test_acc"][-1])
    return {"w1": w1, "b1": b1, **history}
