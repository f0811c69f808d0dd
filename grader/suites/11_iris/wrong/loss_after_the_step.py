"""The loss that comes back is that of the new weights."""


def train_step(x, t, w1, b1, lr):
    with tf.GradientTape() as tape:
        loss = mse_loss(forward(x, w1, b1), t)
    dw1, db1 = tape.gradient(loss, [w1, b1])
    w1.assign_sub(lr * dw1)
    b1.assign_sub(lr * db1)
    return mse_loss(forward(x, w1, b1), t)
