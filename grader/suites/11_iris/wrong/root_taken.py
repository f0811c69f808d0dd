"""The mean squared error ends with a root."""


def mse_loss(y, t):
    return tf.sqrt(tf.reduce_mean(tf.square(y - t)))
