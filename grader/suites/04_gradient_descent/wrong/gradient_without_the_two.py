"""The derivative of (w + 1)**2 is w + 1, so no tape is needed."""


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0))
    ws, losses = [], []
    for _ in range(epochs):
        w.assign_sub(lr * (w + 1))
        ws.append(float(w.numpy()))
        losses.append((ws[-1] + 1) ** 2)
    return ws, losses
