"""The gradient still has to be divided by the number of rows."""


def train_step(x, t, w1, b1, lr):
    with tf.GradientTape() as tape:
        loss = mse_loss(forward(x, w1, b1), t)
    dw1, db1 = tape.gradient(loss, [w1, b1])
    w1.assign_sub(lr * dw1 / len(x))
    b1.assign_sub(lr * db1 / len(x))
    return loss
