"""One flower costs half the sum of its squares, as in exercise 02."""


def mse_loss(y, t):
    return 0.5 * tf.reduce_mean(tf.reduce_sum(tf.square(y - t), axis=1))
