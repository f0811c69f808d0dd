"""A plain loop over tf.data sets, one batch of all 120 rows an epoch; gradients and variables in lists."""

import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split


def load_split(seed):
    iris = load_iris()
    x_train, x_test, t_train, t_test = train_test_split(
        iris.data.astype("float32"), iris.target, test_size=30, random_state=seed, stratify=iris.target
    )
    return x_train, t_train, x_test, t_test


def forward(x, w1, b1):
    scores = x @ w1 + b1
    return tf.keras.activations.softmax(scores)


def mse_loss(y, t):
    error = t - y
    return tf.reduce_mean(error * error)


def train_step(x, t, w1, b1, lr):
    params = [w1, b1]
    with tf.GradientTape(watch_accessed_variables=False) as recorder:
        for param in params:
            recorder.watch(param)
        y = forward(x, *params)
        loss = mse_loss(y, t)
    for param, grad in zip(params, recorder.gradient(loss, params)):
        param.assign(param - lr * grad)
    return loss


def train(seed, lr=0.1, epochs=500):
    x_train, t_train, x_test, t_test = load_split(seed)
    train_db = tf.data.Dataset.from_tensor_slices((x_train, t_train)).batch(120)
    test_db = tf.data.Dataset.from_tensor_slices((x_test, t_test)).batch(30)
    generator = tf.random.Generator.from_seed(seed)
    w1 = tf.Variable(generator.truncated_normal([4, 3], stddev=0.1))
    b1 = tf.Variable(generator.truncated_normal([3], stddev=0.1))
    train_loss, test_acc = [], []
    for epoch in range(epochs):
        total = 0.0
        for step, (x, t) in enumerate(train_db):
            total += float(train_step(x, tf.one_hot(t, 3), w1, b1, lr))
        train_loss.append(total / (step + 1))
        correct = seen = 0
        for x, t in test_db:
            named = tf.cast(tf.argmax(forward(x, w1, b1), axis=1), t.dtype)
            correct += int(tf.reduce_sum(tf.cast(named == t, tf.int32)))
            seen += x.shape[0]
        test_acc.append(correct / seen)
    return {"w1": w1, "b1": b1, "train_loss": train_loss, "test_acc": test_acc}
