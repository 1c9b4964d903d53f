"""The loss of logits [z, 0] for class 0, in every library, where the others fall to zero."""

import numpy as np

from xent_course.plotting import DATA, INK, LOSS

OURS, OTHERS = LOSS, DATA


def draw(libraries, path):
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot as plt

    z = np.arange(0, 701.0)
    rows, first = np.stack([z, 0 * z], axis=1), np.zeros(len(z), int)
    style = {"svg.hashsalt": "xent_course", "svg.fonttype": "none", "font.size": 11,
             "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
             "axes.edgecolor": INK}  # fmt: skip
    with plt.rc_context(style):
        figure, axes = plt.subplots(figsize=(6.4, 3.7), layout="constrained")
        others = []
        for name, library in libraries.items():
            loss = np.asarray(library["loss"](rows, first), float)
            mine = name == "xent_course"
            alive = loss > 0
            axes.plot(z[alive], loss[alive], color=OURS if mine else OTHERS,
                      linewidth=2.5 if mine else 1.5, zorder=1 if mine else 2)  # fmt: skip
            if not mine:
                others.append(name)
                axes.plot(z[alive][-1], loss[alive][-1], "o", color=OTHERS, markersize=5)
        axes.set(yscale="log", ylim=(1e-310, 1e10), xlim=(0, 700), xlabel="logit z",
                 ylabel="loss (nats)", yticks=[1e-300, 1e-200, 1e-100, 1])  # fmt: skip
        axes.text(360, 1e-135, "xent_course: exp(−z) to the end", color=OURS)
        axes.text(55, 1e-17, "exactly 0 from here: " + ", ".join(others), color=OTHERS)
        axes.set_title("The loss of [z, 0], class 0, does not end at z = 37", color=INK)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, transparent=True, metadata={"Date": None})
        plt.close(figure)
