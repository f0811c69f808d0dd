class Sigmoid:
    def forward(self, x):
        self.y = np.exp(x) / (1 + np.exp(x))
        return self.y
