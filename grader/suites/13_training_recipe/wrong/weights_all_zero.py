def init_params(seed):
    return {
        "W1": tf.Variable(tf.zeros([2, 11])),
        "b1": tf.Variable(tf.fill([11], 0.01)),
        "W2": tf.Variable(tf.zeros([11, 1])),
        "b2": tf.Variable(tf.fill([1], 0.01)),
    }
