class TwoLayerNet:
    def accuracy(self, x, t):
        y = self.predict(x)
        return np.mean(y[np.arange(len(y)), to_labels(t)])
