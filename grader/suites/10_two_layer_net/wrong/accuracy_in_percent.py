class TwoLayerNet:
    def accuracy(self, x, t):
        return 100 * np.mean(self.predict(x).argmax(axis=1) == to_labels(t))
