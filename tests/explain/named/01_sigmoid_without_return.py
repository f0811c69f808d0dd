"""A sigmoid that keeps its result to itself."""


def sigmoid(x):
    y = 1 / (1 + np.exp(-x))
