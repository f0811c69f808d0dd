def to_labels(t):
    return t.astype(int)
