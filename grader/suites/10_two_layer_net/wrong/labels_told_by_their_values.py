"""Labels are taken for one-hot where none of them is above 1."""


def to_labels(t):
    return t.argmax(axis=-1) if t.max() <= 1 else t
