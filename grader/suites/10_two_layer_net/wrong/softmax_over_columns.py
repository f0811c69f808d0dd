def softmax(a):
    e = np.exp(a - a.max(axis=0))
    return e / e.sum(axis=0)
