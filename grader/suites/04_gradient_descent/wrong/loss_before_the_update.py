"""The loss of the tape is that of the new w."""


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0))
    ws, losses = [], []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = (w + 1) ** 2
        w.assign_sub(lr * tape.gradient(loss, w))
        ws.append(float(w.numpy()))
        losses.append(float(loss.numpy()))
    return ws, losses
