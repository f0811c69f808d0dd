class TwoLayerNet:
    def hidden(self, x):
        return x @ self.params["W1"] + self.params["b1"]

    def gradient(self, x, t):
        z, dy = self.hidden(x), self.predict(x)
        dy[np.arange(len(dy)), to_labels(t)] -= 1
        dy /= len(x)
        da = dy @ self.params["W2"].T
        return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": z.T @ dy, "b2": dy.sum(axis=0)}
