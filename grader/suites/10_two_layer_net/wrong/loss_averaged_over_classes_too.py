class TwoLayerNet:
    def loss(self, x, t):
        y = self.predict(x)
        return -np.sum(np.log(y[np.arange(len(y)), to_labels(t)] + 1e-7)) / y.size
