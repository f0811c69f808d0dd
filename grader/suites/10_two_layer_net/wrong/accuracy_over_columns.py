class TwoLayerNet:
    def accuracy(self, x, t):
        return np.sum(self.predict(x).argmax(axis=0)[to_labels(t)] == np.arange(len(t))) / len(t)
