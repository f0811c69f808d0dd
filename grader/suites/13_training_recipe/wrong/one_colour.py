def plot_boundary(x, t, xx, yy, probs):
    fig, ax = plt.subplots()
    ax.scatter(x[:, 0], x[:, 1])
    ax.contour(xx, yy, probs, levels=[0.5])
    return fig
