"""range(epochs + 1) makes epochs updates."""


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    w = tf.Variable(float(w0))
    ws, losses = [], []
    for _ in range(epochs + 1):
        with tf.GradientTape() as tape:
            loss = (w + 1) ** 2
        w.assign_sub(lr * tape.gradient(loss, w))
        ws.append(float(w.numpy()))
        losses.append((ws[-1] + 1) ** 2)
    return ws, losses
