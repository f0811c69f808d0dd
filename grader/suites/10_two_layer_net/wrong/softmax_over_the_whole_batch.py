def softmax(a):
    e = np.exp(a - a.max())
    return e / e.sum()
