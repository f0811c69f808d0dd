class TwoLayerNet:
    def accuracy(self, x, t):
        return np.sum(self.predict(x).argmax(axis=1) == to_labels(t))
