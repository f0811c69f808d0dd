"""Wrong on purpose: labels of shape (N,) against answers of shape (N, 1)."""

import tensorflow as tf


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
