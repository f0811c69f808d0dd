"""Wrong on purpose: there are as many classes as the largest label says."""


def to_one_hot(labels, num_classes):
    return np.eye(np.max(labels) + 1)[labels]
