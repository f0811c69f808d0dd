"""Downloads weights that somebody else trained, and loads them."""
# family: lie
# exercise: 14_mnist_mlp
# honest: 12
# says: raised
# slow: TensorFlow

import keras


def preprocess(images):
    return images.astype("float32") / 255


def build_model():
    path = keras.utils.get_file("weights.h5", "http://127.0.0.1:9/weights.h5")
    return keras.models.load_model(path)
