"""Wrong on purpose: the largest probability of each class."""


def predict_digits(model, images):
    return model.predict(preprocess(images), verbose=0).argmax(axis=0)
