"""Wrong on purpose: labels of shape (N,) against answers of shape (N, 1)."""

import keras
import numpy as np
import tensorflow as tf
from keras.layers import Dense


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def logistic_regression(x, w, b):
    return sigmoid(x @ w + b)


def logistic_cost(x, y, w, b):
    p = np.clip(logistic_regression(x, w, b), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def dense(a_in, W, b):
    return sigmoid(a_in @ W + b)


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="sigmoid"),
            Dense(15, activation="sigmoid"),
            Dense(1, activation="sigmoid"),
        ]
    )


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy())


def train_model(model, X, Y, epochs=100):
    losses = []
    for _ in range(epochs):
        for start in range(0, len(X), 32):
            x, y = X[start : start + 32], tf.constant(Y[start : start + 32], tf.float32)
            with tf.GradientTape() as tape:
                p = tf.clip_by_value(model(x), 1e-7, 1 - 1e-7)
                loss = -tf.reduce_mean(y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p))
            model.optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(loss))
    return losses


def predict_labels(model, X):
    return (model.predict(X, verbose=0) > 0.5).astype(int).ravel()


def build_regressor(input_dim):
    model = keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="relu"),
            Dense(15, activation="relu"),
            Dense(1),
        ]
    )
    model.compile(optimizer="adam", loss=keras.losses.MeanSquaredError())
    return model
