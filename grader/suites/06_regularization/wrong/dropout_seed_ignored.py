"""Wrong on purpose: every layer starts from the same fixed seed."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.rng = np.random.default_rng(0)
