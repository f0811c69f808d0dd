class TwoLayerNet:
    def gradient(self, x, t):
        z = self.hidden(x)
        dy = (self.predict(x) - t) / len(x)
        da = (dy @ self.params["W2"].T) * z * (1 - z)
        return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": z.T @ dy, "b2": dy.sum(axis=0)}
