"""Returns a history and a figure whose attributes are false."""
# family: lie
# exercise: 14_mnist_mlp
# honest: 12
# says: .
# slow: TensorFlow


def preprocess(images):
    return images.astype("float32") / 255


class History(dict):
    def __getitem__(self, key):
        return [1.0, 0.5]

    def __contains__(self, key):
        return True


class Figure:
    axes = [1, 2]

    def __getattr__(self, name):
        return lambda *args: [Figure(), Figure()]


def train(model, x, y, x_val, y_val, epochs, batch_size):
    return History()


def plot_history(history):
    return Figure()
