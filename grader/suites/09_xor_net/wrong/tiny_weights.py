"""The wrong belief: the smaller the first weights, the better."""


class XORNet:
    def __init__(self, hidden_size, seed):
        rng = np.random.default_rng(seed)
        self.params = {
            "W1": 0.01 * rng.normal(size=(2, hidden_size)),
            "b1": np.zeros(hidden_size),
            "W2": 0.01 * rng.normal(size=(hidden_size, 1)),
            "b2": np.zeros(1),
        }
