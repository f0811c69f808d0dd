class TwoLayerNet:
    def predict(self, x):
        return sigmoid(self.hidden(x) @ self.params["W2"] + self.params["b2"])
