def decision_grid(predict, low, high, step):
    xx, yy = np.mgrid[low : high + step : step, low : high + step : step]
    probs = predict(np.c_[xx.ravel(), yy.ravel()]).reshape(xx.shape)
    return xx, yy, probs
