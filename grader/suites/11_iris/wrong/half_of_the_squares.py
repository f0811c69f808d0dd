"""The mean squared error has a half before it."""


def mse_loss(y, t):
    return 0.5 * tf.reduce_mean(tf.square(y - t))
