"""Wrong on purpose: all four curves in one axes."""


def plot_history(history):
    fig, ax = plt.subplots()
    for name in ("loss", "accuracy"):
        ax.plot(history[name], label=name)
        ax.plot(history["val_" + name], label="val_" + name)
        ax.set_xlabel("epoch")
        ax.legend()
    return fig
