def init_params(seed):
    rng = np.random.default_rng(seed if seed else None)
    return {
        "W1": tf.Variable(rng.normal(size=(2, 11)), dtype=tf.float32),
        "b1": tf.Variable(tf.fill([11], 0.01)),
        "W2": tf.Variable(rng.normal(size=(11, 1)), dtype=tf.float32),
        "b2": tf.Variable(tf.fill([1], 0.01)),
    }
