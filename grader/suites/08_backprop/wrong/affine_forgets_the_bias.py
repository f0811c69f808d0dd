class Affine:
    def forward(self, x):
        self.x = x
        return x @ self.W
