"""Wrong on purpose: the pixels are divided by the largest one there is."""


def preprocess(images):
    return images.astype("float32") / max(images.max(), 1)
