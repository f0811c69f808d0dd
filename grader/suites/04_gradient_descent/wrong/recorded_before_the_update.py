"""w and loss are written down before the update."""


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0))
    ws, losses = [], []
    for _ in range(epochs):
        with tf.GradientTape() as tape:
            loss = (w + 1) ** 2
        ws.append(float(w.numpy()))
        losses.append(float(loss.numpy()))
        w.assign_sub(lr * tape.gradient(loss, w))
    return ws, losses
