def plot_boundary(x, t, xx, yy, probs):
    fig, ax = plt.subplots()
    ax.scatter(x[:, 0], x[:, 1], c=np.ravel(t), cmap="coolwarm")
    ax.contour(xx, yy, probs)
    return fig
