"""Wrong on purpose: the title is the number of the image."""


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(2, 5, figsize=(10, 4))
    digits = predict_digits(model, images[:10])
    for ax in axes.flat:
        ax.axis("off")
    for i in range(len(digits)):
        axes.flat[i].imshow(images[i], cmap="gray_r")
        axes.flat[i].set_title(i if labels is None else f"{i} (true: {labels[i]})")
    return fig
