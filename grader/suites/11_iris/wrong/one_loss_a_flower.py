"""Keras averages over everything by itself."""


def mse_loss(y, t):
    return tf.keras.losses.mse(t, y)
