"""Wrong on purpose: a unit is a row of W."""

import keras
import numpy as np
from keras.layers import Dense


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def logistic_regression(x, w, b):
    return sigmoid(x @ w + b)


def logistic_cost(x, y, w, b):
    p = np.clip(logistic_regression(x, w, b), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def dense(a_in, W, b):
    return sigmoid(a_in @ W.T + b)


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
    return model.fit(X, Y, epochs=epochs, verbose=0).history["loss"]


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
