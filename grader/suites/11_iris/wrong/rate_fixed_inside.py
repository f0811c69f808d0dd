"""The learning rate is 0.1."""


def train_step(x, t, w1, b1, lr):
    with tf.GradientTape() as tape:
        loss = mse_loss(forward(x, w1, b1), t)
    dw1, db1 = tape.gradient(loss, [w1, b1])
    w1.assign_sub(0.1 * dw1)
    b1.assign_sub(0.1 * db1)
    return loss
