class TwoLayerNet:
    def hidden(self, x):
        return np.maximum(0, x @ self.params["W1"] + self.params["b1"])

    def predict(self, x):
        return self.hidden(x) @ self.params["W2"] + self.params["b2"]

    def loss(self, x, t):
        y = softmax(self.predict(x))
        return -np.mean(np.log(y[np.arange(len(y)), to_labels(t)] + 1e-7))

    def gradient(self, x, t):
        z, dy = self.hidden(x), softmax(self.predict(x))
        dy[np.arange(len(dy)), to_labels(t)] -= 1
        dy /= len(x)
        da = (dy @ self.params["W2"].T) * (z > 0)
        return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": z.T @ dy, "b2": dy.sum(axis=0)}
