"""A tf.Module behind the functions, gradients watched on plain tensors, the accuracy counted in a Python loop."""

import random

import tensorflow as tf
from sklearn.datasets import load_iris


class SoftmaxLayer(tf.Module):
    def __init__(self, w1, b1):
        super().__init__()
        self.w1 = w1
        self.b1 = b1

    def __call__(self, x):
        return tf.nn.softmax(tf.nn.bias_add(tf.linalg.matmul(tf.cast(x, tf.float32), self.w1), self.b1))


def load_split(seed):
    dice = random.Random(seed)
    flowers = list(zip(*load_iris(return_X_y=True)))
    train, test = [], []
    for k in range(3):
        species = [f for f in flowers if f[1] == k]
        dice.shuffle(species)
        test += species[:10]
        train += species[10:]
    dice.shuffle(train)
    dice.shuffle(test)
    (x_train, t_train), (x_test, t_test) = zip(*train), zip(*test)
    return (
        tf.constant(x_train, tf.float32),
        tf.constant(t_train, tf.int64),
        tf.constant(x_test, tf.float32),
        tf.constant(t_test, tf.int64),
    )


def forward(x, w1, b1):
    return SoftmaxLayer(w1, b1)(x)


def mse_loss(y, t):
    return tf.reduce_mean(tf.reduce_mean((y - t) ** 2, axis=1))


def train_step(x, t, w1, b1, lr):
    w, b = tf.convert_to_tensor(w1), tf.convert_to_tensor(b1)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([w, b])
        loss = mse_loss(forward(x, w, b), t)
    dw, db = tape.gradient(loss, [w, b])
    w1.assign(w - lr * dw)
    b1.assign(b - lr * db)
    return loss.numpy().item()


def accuracy(model, x, t):
    right = 0
    for row, label in zip(model(x).numpy(), t.numpy()):
        if max(range(3), key=lambda k: row[k]) == label:
            right += 1
    return right / len(t)


def train(seed, lr=0.1, epochs=500):
    x_train, t_train, x_test, t_test = load_split(seed)
    dice = random.Random(seed + 1)
    model = SoftmaxLayer(
        tf.Variable([[dice.uniform(-0.05, 0.05) for _ in range(3)] for _ in range(4)]),
        tf.Variable([0.0, 0.0, 0.0]),
    )
    losses, accuracies = [], []
    for _ in range(epochs):
        losses.append(train_step(x_train, tf.one_hot(t_train, 3), model.w1, model.b1, lr))
        accuracies.append(accuracy(model, x_test, t_test))
    return {"w1": model.w1, "b1": model.b1, "train_loss": losses, "test_acc": accuracies, "model": str(model)}
