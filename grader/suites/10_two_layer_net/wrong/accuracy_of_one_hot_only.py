class TwoLayerNet:
    def accuracy(self, x, t):
        return np.mean(self.predict(x).argmax(axis=1) == np.argmax(t, axis=1))
