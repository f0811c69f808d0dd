def decision_grid(predict, low, high, step):
    xx, yy = np.mgrid[low:high:step, low:high:step]
    probs = predict(np.c_[yy.ravel(), xx.ravel()]).reshape(xx.shape)
    return xx, yy, probs
