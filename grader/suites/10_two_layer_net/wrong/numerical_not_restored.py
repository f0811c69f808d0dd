class TwoLayerNet:
    def numerical_gradient(self, x, t):
        h, grads = 1e-5, {}  # so small that the slopes stay right, and only what is left behind shows
        for key, param in self.params.items():
            grads[key] = np.zeros_like(param)
            for i in np.ndindex(param.shape):
                old = param[i]
                param[i] = old + h
                high = self.loss(x, t)
                param[i] = old - h
                low = self.loss(x, t)
                grads[key][i] = (high - low) / (2 * h)
        return grads
