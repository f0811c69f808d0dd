def to_labels(t):
    return np.argmax(t, axis=1)
