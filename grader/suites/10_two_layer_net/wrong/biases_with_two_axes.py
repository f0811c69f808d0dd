class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {
            "W1": weight_init_std * np.random.randn(input_size, hidden_size),
            "b1": np.zeros((1, hidden_size)),
            "W2": weight_init_std * np.random.randn(hidden_size, output_size),
            "b2": np.zeros((1, output_size)),
        }
