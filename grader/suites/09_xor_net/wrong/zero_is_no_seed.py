"""The wrong belief: a seed that counts as False is no seed."""


class XORNet:
    def __init__(self, hidden_size, seed):
        rng = np.random.default_rng(seed if seed else None)
        self.params = {
            "W1": rng.normal(size=(2, hidden_size)),
            "b1": np.zeros(hidden_size),
            "W2": rng.normal(size=(hidden_size, 1)),
            "b2": np.zeros(1),
        }
