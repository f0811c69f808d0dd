"""Wrong on purpose: a sigmoid, and a loss that is told that it gets logits."""


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy(from_logits=True))
