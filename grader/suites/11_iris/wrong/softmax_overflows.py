"""The exponentials can be taken as they are."""


def forward(x, w1, b1):
    e = tf.exp(tf.matmul(x, w1) + b1)
    return e / tf.reduce_sum(e, axis=1, keepdims=True)
