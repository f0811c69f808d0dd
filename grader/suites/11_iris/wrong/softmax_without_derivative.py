"""The derivative of the loss is taken for that of the logits."""


def train_step(x, t, w1, b1, lr):
    y = forward(x, w1, b1)
    dy = 2 * (y - t) / (3 * len(x))
    w1.assign_sub(lr * tf.matmul(x, dy, transpose_a=True))
    b1.assign_sub(lr * tf.reduce_sum(dy, axis=0))
    return mse_loss(y, t)
