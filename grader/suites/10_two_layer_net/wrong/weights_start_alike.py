class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {
            "W1": weight_init_std * np.ones((input_size, hidden_size)),
            "b1": np.zeros(hidden_size),
            "W2": weight_init_std * np.ones((hidden_size, output_size)),
            "b2": np.zeros(output_size),
        }
