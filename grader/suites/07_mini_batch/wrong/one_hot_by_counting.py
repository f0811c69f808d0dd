"""Wrong on purpose: the i-th row has its 1 in column i."""


def to_one_hot(labels, num_classes):
    return np.eye(len(labels), num_classes)
