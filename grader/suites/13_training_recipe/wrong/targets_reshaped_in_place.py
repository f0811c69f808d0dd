def loss(x, t, params, regularizer):
    if isinstance(t, np.ndarray):
        t.shape = (-1, 1)
    mse = tf.reduce_mean((forward(x, params) - tf.reshape(t, (-1, 1))) ** 2)
    squares = sum(tf.reduce_sum(params[name] ** 2) for name in ("W1", "W2"))
    return mse + regularizer * 0.5 * squares
