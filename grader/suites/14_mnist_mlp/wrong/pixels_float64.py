"""Wrong on purpose: the pixels are divided, and become float64."""


def preprocess(images):
    return images / 255
