"""The wrong belief: first weights may all be zero."""


class XORNet:
    def __init__(self, hidden_size, seed):
        self.params = {
            "W1": np.zeros((2, hidden_size)),
            "b1": np.zeros(hidden_size),
            "W2": np.zeros((hidden_size, 1)),
            "b2": np.zeros(1),
        }
