def forward(x, params):
    w1, b1, w2, b2 = params.values()
    hidden = tf.nn.relu(tf.matmul(x, w1) + b1)
    return tf.matmul(hidden, w2) + b2
