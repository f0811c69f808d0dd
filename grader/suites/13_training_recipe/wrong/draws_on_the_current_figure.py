def plot_boundary(x, t, xx, yy, probs):
    fig, ax = plt.gcf(), plt.gca()
    ax.scatter(x[:, 0], x[:, 1], c=np.ravel(t), cmap="coolwarm")
    ax.contour(xx, yy, probs, levels=[0.5])
    return fig
