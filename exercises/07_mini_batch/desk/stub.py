"""Mini-batches: labels, random batches, epochs, and a first training that uses them.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check mini_batch
"""

import numpy as np


def to_one_hot(labels, num_classes):
    """Return one-hot rows for integer labels.

    labels: integers from 0 to num_classes - 1, shape (N,). Returns an array of 0 and 1 of shape (N, num_classes).
    """
    # TODO: write this function
    raise NotImplementedError("to_one_hot is not written yet")


def random_batch(x, t, batch_size, rng):
    """Return a batch of rows drawn at random: rows of x, and the rows of t that belong to them.

    x: (N, ...). t: (N, ...). batch_size: at most N. rng: numpy Generator, the only source of chance.
    Returns (x_batch, t_batch), each with batch_size rows.
    """
    # TODO: write this function
    raise NotImplementedError("random_batch is not written yet")


def epochs(x, t, batch_size, num_epochs, rng):
    """Yield batches: every row once an epoch, shuffled anew for every epoch, the last short batch kept.

    x: (N, ...). t: (N, ...). rng: numpy Generator, the only source of chance. Yields tuples (x_batch, t_batch).
    """
    # TODO: write this function, with yield
    raise NotImplementedError("epochs is not written yet")


def fit_linear(x, y, lr, steps, batch_size, rng):
    """Return the weights of y = x @ w, found by mini-batch gradient descent on the mean squared error, from zeros.

    x: (N, n). y: (N,). lr: learning rate. steps: number of updates, each on batch_size different rows.
    rng: numpy Generator, the only source of chance. Returns w of shape (n,).
    """
    # TODO: write this function
    raise NotImplementedError("fit_linear is not written yet")
