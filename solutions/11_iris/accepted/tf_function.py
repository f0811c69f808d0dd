"""The step compiled by tf.function; tensors everywhere; zeros to start with; the split by scikit-learn's splitter."""

import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.model_selection import StratifiedShuffleSplit


def load_split(seed):
    iris = load_iris()
    splitter = StratifiedShuffleSplit(n_splits=1, train_size=120, test_size=30, random_state=seed)
    train, test = next(splitter.split(iris.data, iris.target))
    x = tf.constant(iris.data, dtype=tf.float32)
    t = tf.constant(iris.target, dtype=tf.int32)
    return tf.gather(x, train), tf.gather(t, train), tf.gather(x, test), tf.gather(t, test)


@tf.function
def forward(x, w1, b1):
    return tf.nn.softmax(x @ w1 + b1, axis=-1)


def mse_loss(y, t):
    return tf.math.reduce_mean(tf.math.squared_difference(y, t))


@tf.function
def train_step(x, t, w1, b1, lr):
    with tf.GradientTape() as tape:
        loss = mse_loss(forward(x, w1, b1), t)
    for var, grad in zip((w1, b1), tape.gradient(loss, (w1, b1))):
        var.assign_sub(lr * grad)
    return loss


@tf.function
def accuracy(x, t, w1, b1):
    hits = tf.argmax(forward(x, w1, b1), axis=1, output_type=tf.int32) == t
    return tf.reduce_mean(tf.cast(hits, tf.float32))


def train(seed, lr=0.1, epochs=500):
    x_train, t_train, x_test, t_test = load_split(seed)
    w1, b1 = tf.Variable(tf.zeros((4, 3))), tf.Variable(tf.zeros(3))
    rate = tf.constant(lr, tf.float32)
    losses, accuracies = tf.TensorArray(tf.float32, epochs), tf.TensorArray(tf.float32, epochs)
    for epoch in range(epochs):
        losses = losses.write(epoch, train_step(x_train, tf.one_hot(t_train, 3), w1, b1, rate))
        accuracies = accuracies.write(epoch, accuracy(x_test, t_test, w1, b1))
    return {"w1": w1.numpy(), "b1": b1.numpy(), "train_loss": losses.stack(), "test_acc": accuracies.stack()}
