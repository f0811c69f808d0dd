def decision_grid(predict, low, high, step):
    xx, yy = np.mgrid[low:high:step, low:high:step]
    probs = predict(np.array([xx, yy]).reshape(-1, 2)).reshape(xx.shape)
    return xx, yy, probs
