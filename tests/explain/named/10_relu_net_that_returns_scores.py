"""A relu net whose predict ends without softmax."""


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {}
        self.params['W1'] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def predict(self, x):
        self.a1 = np.dot(x, self.params['W1']) + self.params['b1']
        self.z1 = np.maximum(0, self.a1)
        return np.dot(self.z1, self.params['W2']) + self.params['b2']

    def loss(self, x, t):
        y = softmax(self.predict(x))
        t = to_labels(t)
        return -np.sum(np.log(y[np.arange(len(y)), t] + 1e-7)) / len(y)

    def accuracy(self, x, t):
        y = np.argmax(self.predict(x), axis=1)
        return np.sum(y == to_labels(t)) / float(x.shape[0])

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
                grads[key][i] = (high - low) / (2 * h)
        return grads

    def gradient(self, x, t):
        y = softmax(self.predict(x))
        n = x.shape[0]
        dy = y.copy()
        dy[np.arange(n), to_labels(t)] -= 1
        dy /= n
        da = np.dot(dy, self.params['W2'].T)
        da[self.a1 <= 0] = 0
        return {'W1': np.dot(x.T, da), 'b1': np.sum(da, axis=0),
                'W2': np.dot(self.z1.T, dy), 'b2': np.sum(dy, axis=0)}
