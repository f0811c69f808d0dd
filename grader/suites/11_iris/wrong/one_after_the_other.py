"""b1 takes its gradient after w1 has moved."""


def train_step(x, t, w1, b1, lr):
    with tf.GradientTape() as tape:
        loss = mse_loss(forward(x, w1, b1), t)
    w1.assign_sub(lr * tape.gradient(loss, w1))
    with tf.GradientTape() as tape:
        again = mse_loss(forward(x, w1, b1), t)
    b1.assign_sub(lr * tape.gradient(again, b1))
    return loss
