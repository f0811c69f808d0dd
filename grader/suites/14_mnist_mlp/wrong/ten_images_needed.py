"""Wrong on purpose: there are always ten images."""


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(2, 5, figsize=(10, 4))
    digits = predict_digits(model, images[:10])
    for ax in axes.flat:
        ax.axis("off")
    for i in range(10):
        axes.flat[i].imshow(images[i], cmap="gray_r")
        axes.flat[i].set_title(digits[i] if labels is None else f"{digits[i]} (true: {labels[i]})")
    return fig
