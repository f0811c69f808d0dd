def decision_grid(predict, low, high, step):
    xx, yy = np.mgrid[low:high:step, low:high:step]
    probs = np.empty_like(xx)
    probs.flat = np.ravel(predict(np.c_[xx.ravel(), yy.ravel()]))
    return xx, yy, probs
