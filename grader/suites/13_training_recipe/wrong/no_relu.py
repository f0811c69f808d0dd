def forward(x, params):
    hidden = tf.matmul(x, params["W1"]) + params["b1"]
    return tf.matmul(hidden, params["W2"]) + params["b2"]
