def forward(x, params):
    hidden = tf.nn.relu(tf.matmul(x, params["W1"]) + params["b1"])
    return tf.nn.relu(tf.matmul(hidden, params["W2"]) + params["b2"])
