"""The loss of a batch is the sum of the squares."""


def mse_loss(y, t):
    return tf.reduce_sum(tf.square(y - t))
