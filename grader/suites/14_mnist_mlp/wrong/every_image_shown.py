"""Wrong on purpose: all images are shown."""


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(len(images), 1, figsize=(2, 2 * len(images)))
    digits = predict_digits(model, images)
    for i, digit in enumerate(digits):
        axes[i].axis("off")
        axes[i].imshow(images[i], cmap="gray_r")
        axes[i].set_title(digit if labels is None else f"{digit} (true: {labels[i]})")
    return fig
