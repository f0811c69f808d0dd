def softmax(a):
    e = np.exp(a)
    return e / e.sum(axis=1, keepdims=True)
