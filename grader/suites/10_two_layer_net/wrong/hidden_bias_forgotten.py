class TwoLayerNet:
    def hidden(self, x):
        return sigmoid(x @ self.params["W1"])
