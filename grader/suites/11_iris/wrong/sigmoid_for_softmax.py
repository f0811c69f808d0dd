"""Each species gets a sigmoid of its own."""


def forward(x, w1, b1):
    return tf.nn.sigmoid(tf.matmul(x, w1) + b1)
