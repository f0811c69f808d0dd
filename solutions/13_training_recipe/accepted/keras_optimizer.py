"""Library pieces: Keras's SGD with its own schedule, TensorFlow's moving average, a tf.data pipeline."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

NAMES = ["W1", "b1", "W2", "b2"]


def init_params(seed):
    he = keras.initializers.HeNormal(seed=seed)
    glorot = keras.initializers.GlorotUniform(seed=seed + 1)
    return {
        "W1": tf.Variable(he((2, 11)), name="W1"),
        "b1": tf.Variable(tf.zeros(11)),
        "W2": tf.Variable(glorot((11, 1))),
        "b2": tf.Variable(tf.zeros(1)),
    }


def forward(x, params):
    x = tf.convert_to_tensor(x, tf.float32)
    hidden = tf.nn.relu(tf.nn.bias_add(x @ params["W1"], params["b1"]))
    return tf.nn.bias_add(hidden @ params["W2"], params["b2"])


def loss(x, t, params, regularizer):
    y = tf.squeeze(forward(x, params), axis=1)
    t = tf.reshape(tf.cast(t, tf.float32), [-1])
    penalty = tf.add_n([tf.nn.l2_loss(params["W1"]), tf.nn.l2_loss(params["W2"])])
    return keras.losses.MeanSquaredError()(t, y) + regularizer * penalty


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    params = init_params(seed)
    variables = [params[n] for n in NAMES]
    schedule = keras.optimizers.schedules.ExponentialDecay(base_lr, len(x) // batch_size, decay_rate, staircase=True)
    optimizer = keras.optimizers.SGD(schedule)
    ema = tf.train.ExponentialMovingAverage(ema_decay)
    ema.apply(variables)
    data = tf.data.Dataset.from_tensor_slices((x, t)).shuffle(len(x), seed=seed).batch(batch_size).repeat()
    losses = []
    for xb, tb in data.take(steps):
        with tf.GradientTape() as tape:
            value = loss(xb, tb, params, regularizer)
        grads = tape.gradient(value, variables)
        optimizer.apply_gradients(zip(grads, variables, strict=True))
        ema.apply(variables)
        losses.append(value)
    return {"params": params, "ema_params": {n: ema.average(params[n]) for n in NAMES}, "losses": losses}


def circle_data(seed):
    rdm = np.random.RandomState(seed)
    X = rdm.randn(300, 2)
    Y_ = [int(x0 * x0 + x1 * x1 < 2) for (x0, x1) in X]
    return X.astype(np.float32), np.vstack(Y_).reshape(-1, 1)


def decision_grid(predict, low, high, step):
    xx, yy = np.mgrid[low:high:step, low:high:step]
    grid = np.c_[xx.ravel(), yy.ravel()]
    probs = predict(grid)
    probs = probs.reshape(xx.shape)
    return xx, yy, probs


def plot_boundary(x, t, xx, yy, probs):
    Y_c = [["red" if y else "blue"] for y in t]
    plt.figure()
    plt.scatter(x[:, 0], x[:, 1], c=np.squeeze(Y_c))
    plt.contour(xx, yy, probs, levels=[0.5])
    return plt.gcf()
