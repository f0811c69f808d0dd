"""Wrong on purpose: the pixels stay between 0 and 255."""


def preprocess(images):
    return images.astype("float32")
