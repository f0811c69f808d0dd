"""Classification always takes the cross-entropy."""


def mse_loss(y, t):
    return -tf.reduce_mean(tf.reduce_sum(t * tf.math.log(y + 1e-7), axis=1))
