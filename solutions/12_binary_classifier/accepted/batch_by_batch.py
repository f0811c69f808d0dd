"""train_on_batch over tf.data, Keras's own ops by hand, old-style input_shape, dropout, a class for the losses."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops
from keras.layers import Dense, Dropout
from keras.losses import BinaryCrossentropy


def logistic_regression(x, w, b):
    z = np.atleast_1d(x @ w + b).astype(float)
    p = np.empty_like(z)
    up = z >= 0
    p[up] = 1 / (1 + np.exp(-z[up]))
    p[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return p


def logistic_cost(x, y, w, b):
    p = logistic_regression(x, w, b)
    return BinaryCrossentropy()(np.reshape(y, (-1, 1)), p.reshape(-1, 1))


def dense(a_in, W, b):
    return np.asarray(ops.sigmoid((1.0 * a_in[..., None] * W).sum(axis=-2) + b))


def build_model(input_dim):
    keras.backend.clear_session()
    model = keras.models.Sequential()
    model.add(Dense(25, activation=keras.activations.sigmoid, input_shape=(input_dim,)))
    model.add(Dropout(0.05))
    model.add(Dense(15, activation=tf.nn.sigmoid))
    model.add(Dense(1, activation=lambda z: 1 / (1 + ops.exp(-z))))
    return model


def compile_model(model):
    model.compile(optimizer=keras.optimizers.Nadam(0.003), loss=[BinaryCrossentropy(from_logits=False)])


class Losses(list):
    def add(self, total, count):
        self.append(total / count)


def train_model(model, X, Y, epochs=100):
    rows = tf.data.Dataset.from_tensor_slices((X, np.reshape(Y, (-1, 1)))).shuffle(len(X)).batch(32)
    losses = Losses()
    for _ in range(epochs):
        total = count = 0
        for xb, yb in rows:
            model.reset_metrics()
            total += float(model.train_on_batch(xb, yb)) * len(xb)
            count += len(xb)
        losses.add(total, count)
    return losses


def predict_labels(model, X):
    return [int(p > 0.5) for p in np.ravel(model.predict_on_batch(X))]


def build_regressor(input_dim):
    x = keras.Input((input_dim,))
    body = keras.Sequential([Dense(25, "elu"), Dense(15, "elu")])
    model = keras.Model(x, Dense(1, activation="linear")(body(x)))
    model.compile(loss="mean_squared_error", optimizer="adam")
    return model
