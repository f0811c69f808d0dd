"""A training loop written out with GradientTape and tf.function; the exact cost by log-sum-exp; float32 by hand."""

import keras
import numpy as np
import tensorflow as tf

F = np.float32


def logistic_regression(x, w, b):
    z = np.asarray(np.asarray(x, F) @ np.asarray(w, F) + F(b))
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def logistic_cost(x, y, w, b):
    z = x @ w + b
    return np.array([np.mean(np.logaddexp(0, z) - y * z)], F)


def dense(a_in, W, b):
    z = np.matmul(a_in, W).astype(F) + np.asarray(b, F)
    return F(0.5) * (1 + np.tanh(z / 2))


def layers(last):
    names = (("h1", 25, "sigmoid"), ("h2", 15, "sigmoid"), ("out", 1, last))
    return [keras.layers.Dense(units, activation=activation, name=name) for name, units, activation in names]


def build_model(input_dim):
    model = keras.Sequential()
    for layer in layers("sigmoid"):
        model.add(layer)
    model.build((None, input_dim))
    return model


def cross_entropy(y_true, y_pred):
    y_true = tf.cast(y_true, y_pred.dtype)
    p = tf.clip_by_value(y_pred, 1e-6, 1 - 1e-6)
    return -tf.reduce_mean(y_true * tf.math.log(p) + (1 - y_true) * tf.math.log(1 - p))


def compile_model(model):
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss=cross_entropy)


def train_model(model, X, Y, epochs=100, batch_size=32):
    X = tf.cast(X, tf.float32)
    Y = tf.reshape(tf.cast(Y, tf.float32), (-1, 1))
    model.optimizer.build(model.trainable_variables)

    @tf.function(reduce_retracing=True)
    def step(xb, yb):
        with tf.GradientTape() as tape:
            loss = cross_entropy(yb, model(xb, training=True))
        grads = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply_gradients(zip(grads, model.trainable_variables))
        return loss

    losses = []
    for _ in range(epochs):
        order = np.random.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            step(tf.gather(X, rows), tf.gather(Y, rows))
        losses.append(float(cross_entropy(Y, model(X))))
    return losses


def predict_labels(model, X):
    return (model(X).numpy() >= 0.5).reshape(-1)


def build_regressor(input_dim):
    model = keras.Sequential([keras.Input((input_dim,)), *layers(None)])
    model.compile(optimizer="sgd", loss=lambda y, p: tf.reduce_mean(tf.square(tf.cast(y, p.dtype) - p), axis=-1))
    return model
