"""The wrong belief: first weights may be random, but one number for all hidden units."""


class XORNet:
    def __init__(self, hidden_size, seed):
        rng = np.random.default_rng(seed)
        self.params = {
            "W1": np.repeat(rng.normal(size=(2, 1)), hidden_size, axis=1),
            "b1": np.zeros(hidden_size),
            "W2": np.repeat(rng.normal(size=(1, 1)), hidden_size, axis=0),
            "b2": np.zeros(1),
        }
