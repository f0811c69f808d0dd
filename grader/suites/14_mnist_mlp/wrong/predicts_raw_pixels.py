"""Wrong on purpose: images are predicted as they come."""


def predict_digits(model, images):
    return model.predict(images, verbose=0).argmax(axis=1)
