"""Wrong on purpose: only classes that occur get a column."""


def to_one_hot(labels, num_classes):
    present = np.unique(labels)
    return (labels[:, None] == present).astype(float)
