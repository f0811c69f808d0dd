"""One wrong belief, and everything else right: 0 is no seed."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.rng = np.random.default_rng(seed if seed else None)
