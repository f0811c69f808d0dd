def init_params(seed):
    rng = np.random.default_rng(seed)
    return {
        "W1": tf.Variable(rng.normal(size=(11, 2)), dtype=tf.float32),
        "b1": tf.Variable(tf.fill([11], 0.01)),
        "W2": tf.Variable(rng.normal(size=(1, 11)), dtype=tf.float32),
        "b2": tf.Variable(tf.fill([1], 0.01)),
    }


def forward(x, params):
    hidden = tf.nn.relu(tf.matmul(x, params["W1"], transpose_b=True) + params["b1"])
    return tf.matmul(hidden, params["W2"], transpose_b=True) + params["b2"]
