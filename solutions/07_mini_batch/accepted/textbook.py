"""As the textbooks write it: a batch mask drawn with replacement, a loop over the labels, an error with a half."""

import numpy as np


def to_one_hot(labels, num_classes):
    T = np.zeros((labels.size, num_classes))
    for idx, row in enumerate(T):
        row[labels[idx]] = 1
    return T


def random_batch(x, t, batch_size, rng, replace=True):
    train_size = x.shape[0]
    batch_mask = rng.choice(train_size, batch_size, replace)
    x_batch = x[batch_mask]
    t_batch = t[batch_mask]
    return x_batch, t_batch


def epochs(x, t, batch_size, num_epochs, rng, verbose=True):
    train_size = x.shape[0]
    iter_per_epoch = int(np.ceil(train_size / batch_size))
    for epoch in range(num_epochs):
        if verbose:
            print("epoch", epoch + 1)
        p = rng.permutation(train_size)
        x_shuffled, t_shuffled = x[p], t[p]
        for i in range(iter_per_epoch):
            begin = i * batch_size
            end = min(begin + batch_size, train_size)
            yield [x_shuffled[begin:end], t_shuffled[begin:end]]


def mean_squared_error(y, t):
    return 0.5 * np.mean((y - t) ** 2)


def fit_linear(x, y, lr, steps, batch_size, rng):
    W = np.zeros(x.shape[1])
    train_loss_list = []
    for _ in range(steps):
        x_batch, y_batch = random_batch(x, y, batch_size, rng, replace=False)
        predicted = np.dot(x_batch, W)
        grad = np.dot(x_batch.T, predicted - y_batch) / batch_size
        W -= lr * grad
        train_loss_list.append(mean_squared_error(np.dot(x, W), y))
    print(train_loss_list[-1:])
    return W
