"""As a course writes it: one permutation with a global seed, blocks of three, prints, an accuracy by tf.cast."""

import numpy as np
import tensorflow as tf
from sklearn import datasets


def load_split(seed):
    x_data = datasets.load_iris().data
    y_data = datasets.load_iris().target
    np.random.seed(seed)
    train, test = [], []
    for species in range(3):
        rows = np.where(y_data == species)[0]
        np.random.shuffle(rows)
        train.extend(rows[:-10])
        test.extend(rows[-10:])
    np.random.shuffle(train)
    np.random.shuffle(test)
    print("train", len(train), "test", len(test))
    return x_data[train], y_data[train], x_data[test], y_data[test]


def forward(x, w1, b1):
    x = tf.cast(x, tf.float32)
    y = tf.matmul(x, w1) + b1
    y = tf.nn.softmax(y)
    return y


def mse_loss(y, t):
    loss = tf.reduce_mean(tf.square(t - y))
    return loss


def train_step(x, t, w1, b1, lr):
    with tf.GradientTape() as tape:
        y = forward(x, w1, b1)
        loss = mse_loss(y, t)
    grads = tape.gradient(loss, [w1, b1])
    w1.assign_sub(lr * grads[0])
    b1.assign_sub(lr * grads[1])
    return loss.numpy()


def train(seed, lr=0.1, epochs=500):
    x_train, y_train, x_test, y_test = load_split(seed)
    x_train = tf.cast(x_train, tf.float32)
    x_test = tf.cast(x_test, tf.float32)
    t_train = tf.one_hot(y_train, depth=3)

    tf.random.set_seed(seed)
    w1 = tf.Variable(tf.random.truncated_normal([4, 3], stddev=0.1, seed=1))
    b1 = tf.Variable(tf.random.truncated_normal([3], stddev=0.1, seed=1))

    train_loss_results = []
    test_acc = []
    for epoch in range(epochs):
        loss = train_step(x_train, t_train, w1, b1, lr)
        train_loss_results.append(loss)
        pred = tf.argmax(forward(x_test, w1, b1), axis=1)
        pred = tf.cast(pred, dtype=y_test.dtype)
        correct = tf.reduce_sum(tf.cast(tf.equal(pred, y_test), dtype=tf.int32))
        acc = int(correct) / x_test.shape[0]
        test_acc.append(acc)
        if epoch % 100 == 0:
            print(f"Epoch {epoch}, loss: {loss}")
            print("Test_acc:", acc)
    return {"w1": w1, "b1": b1, "train_loss": train_loss_results, "test_acc": test_acc}
