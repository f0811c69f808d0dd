"""Wrong on purpose: classes are counted from 1."""


def to_one_hot(labels, num_classes):
    return np.eye(num_classes)[labels - 1]
