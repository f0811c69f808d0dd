"""Wrong on purpose: classes are rows, samples are columns."""


def to_one_hot(labels, num_classes):
    return np.eye(num_classes)[labels].T
