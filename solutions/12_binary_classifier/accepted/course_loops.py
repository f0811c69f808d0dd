"""As a first course writes it: units in a loop, tf.keras, a seed, a named Sequential, a summary, prints left in."""

import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential


def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))


def logistic_regression(x, w, b):
    return sigmoid(np.dot(x, w) + b)


def logistic_cost(x, y, w, b, lambda_=0):
    m = x.shape[0]
    cost = 0.0
    for i in range(m):
        f = sigmoid(np.dot(x[i], w) + b)
        f = min(max(f, 1e-15), 1 - 1e-15)
        cost += -y[i] * np.log(f) - (1 - y[i]) * np.log(1 - f)
    return cost / m + lambda_ / (2 * m) * np.sum(w**2)


def dense(a_in, W, b, g=sigmoid):
    units = W.shape[1]
    if a_in.ndim == 2:
        return np.array([dense(row, W, b, g) for row in a_in])
    a_out = np.zeros(units)
    for j in range(units):
        w = W[:, j]
        z = np.dot(w, a_in) + b[j]
        a_out[j] = g(z)
    return a_out


def build_model(input_dim):
    tf.random.set_seed(1234)
    model = Sequential(
        [
            tf.keras.Input(shape=(input_dim,)),
            Dense(25, activation="sigmoid", name="layer1"),
            Dense(15, activation="sigmoid", name="layer2"),
            Dense(1, activation="sigmoid", name="layer3"),
        ],
        name="my_model",
    )
    model.summary()
    return model


def compile_model(model):
    model.compile(
        loss=tf.keras.losses.BinaryCrossentropy(),
        optimizer=tf.keras.optimizers.Adam(0.001),
    )


def train_model(model, X, Y, epochs=100):
    history = model.fit(X, Y, epochs=epochs)
    print("last loss", history.history["loss"][-1])
    return history.history["loss"]


def predict_labels(model, X):
    predictions = model.predict(X)
    yhat = np.zeros(len(X))
    for i in range(len(predictions)):
        if predictions[i, 0] >= 0.5:
            yhat[i] = 1
        else:
            yhat[i] = 0
    print(f"decisions = {yhat}")
    return yhat


def build_regressor(input_dim):
    model = Sequential([tf.keras.Input(shape=(input_dim,)), Dense(25, "relu"), Dense(15, "relu"), Dense(1, "linear")])
    model.compile(loss=tf.keras.losses.MeanSquaredError(), optimizer=tf.keras.optimizers.Adam(0.01))
    return model
