"""Wrong on purpose: the names of the two curves are swapped."""


def plot_history(history):
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.plot(history[name])
        ax.plot(history["val_" + name])
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.legend(["validation", "training"])
    return fig
