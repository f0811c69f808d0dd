class TwoLayerNet:
    def loss(self, x, t):
        y = self.predict(x)
        return -np.mean(np.log(y[np.arange(len(y)), to_labels(t)]))
