class TwoLayerNet:
    def numerical_gradient(self, x, t):
        h, grads = 1e-4, {}
        for key, param in self.params.items():
            grads[key] = np.zeros_like(param)
            for i in np.ndindex(param.shape):
                old = param[i]
                param[i] = old + h
                high = self.loss(x, t)
                param[i] = old - h
                low = self.loss(x, t)
                param[i] = old
                grads[key][i] = (high - low) / 2 * h
        return grads
