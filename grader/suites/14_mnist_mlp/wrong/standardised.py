"""Wrong on purpose: the mean subtracted, divided by the standard deviation."""


def preprocess(images):
    x = images.astype("float32")
    return (x - x.mean()) / (x.std() + 1e-7)
