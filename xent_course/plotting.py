"""The recurring figures of the course: each function draws on an ``Axes`` and returns it.

One colour for each concept through the whole book: data, truth, model, loss. Backgrounds are
transparent, so that a page may be light or dark. Importing this module sets the book's style and,
inside a notebook, vector figures that come out the same on every run.
"""

import math
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

DATA, TRUTH, MODEL, LOSS = "#5f6b7a", "#1a8a5a", "#2f6fd0", "#c8452d"
INK = "#20262e"

STYLE: Any = {
    "figure.figsize": (6.4, 3.4),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 11,
    "font.size": 11,
    "lines.linewidth": 2.2,
    "svg.hashsalt": "xent-course",
    "svg.fonttype": "path",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def use_book_style() -> None:
    """Set the book's Matplotlib style; in a notebook, draw as SVG without a date."""
    mpl.rcParams.update(STYLE)
    try:
        from IPython.core.getipython import get_ipython
        from matplotlib_inline import backend_inline
    except ImportError:
        return
    if get_ipython() is not None:
        inline: Any = backend_inline  # it carries no types
        inline.set_matplotlib_formats("svg", metadata={"Date": None}, bbox_inches="tight")


def likelihood_curve(*, ups: int, throws: int, ax: Axes | None = None) -> Axes:
    """Draw the likelihood of a thumbtack's chance of "up", with its peak marked."""
    ax = _axes(ax)
    theta = np.linspace(0, 1, 401)
    peak = ups / throws
    height = peak**ups * (1 - peak) ** (throws - ups)
    ax.plot(theta, theta**ups * (1 - theta) ** (throws - ups), color=MODEL)
    ax.plot([peak, peak], [0, height], color=MODEL, lw=1, ls="--")
    ax.plot(peak, height, "o", color=MODEL)
    ax.annotate(f"θ = {peak:g}", (peak, height), (-10, 0), textcoords="offset points", ha="right")
    ax.set(title=f"{ups} ups in {throws} throws are likeliest at θ = {ups}/{throws}")
    ax.set(xlabel="θ, the chance of up", ylabel="likelihood L(θ)", xlim=(0, 1), ylim=(0, None))
    ax.ticklabel_format(axis="y", scilimits=(-2, 2), useMathText=True)
    return ax


def two_readings(*, ups: int, throws: int) -> Sequence[Axes]:
    """Draw p(data | θ) over the data at one θ, and over θ for one data set, side by side."""
    _, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.4), layout="constrained")
    share = ups / throws
    counts = np.arange(throws + 1)
    ways = np.array([math.comb(throws, int(s)) for s in counts])
    colors = [MODEL if s == ups else DATA for s in counts]
    left.bar(counts, ways * share**counts * (1 - share) ** (throws - counts), color=colors)
    left.set(title="Over the data: the bars sum to 1", ylabel=f"probability, if θ = {share:g}")
    left.set(xlabel=f"number of ups in {throws} throws")
    theta = np.linspace(0, 1, 401)
    curve = ways[ups] * theta**ups * (1 - theta) ** (throws - ups)
    right.plot(theta, curve, color=MODEL)
    right.fill_between(theta, curve, color=MODEL, alpha=0.2, lw=0)
    right.text(share - 0.02, curve.max() / 3, f"area 1/{throws + 1}", ha="center")
    right.set(title=f"Over θ: the area is 1/{throws + 1}", xlim=(0, 1), ylim=(0, None))
    right.set(xlabel="θ, the chance of up", ylabel=f"probability of {ups} ups")
    return left, right


def where_the_peak_goes(*, ups: int, throws: int) -> Sequence[Axes]:
    """Draw a likelihood, its logarithm, and a concave function of it that moves the peak."""
    _, axes = plt.subplots(3, 1, figsize=(6.4, 5.4), sharex=True, layout="constrained")
    theta = np.linspace(0.02, 0.98, 481)
    likelihood = theta**ups * (1 - theta) ** (throws - ups)
    curves = [likelihood, np.log(likelihood), -((likelihood - 0.1) ** 2)]
    names = ["L, the likelihood", "log L: increasing, same peak", "−(L − 0.1)²: concave, new peaks"]
    for ax, curve, name, color in zip(axes, curves, names, [MODEL, MODEL, LOSS], strict=True):
        ax.plot(theta, curve, color=color)
        ax.axvline(ups / throws, color=DATA, lw=1, ls="--")
        ax.set_title(name, fontsize=11)
        ax.set_yticks([])
    axes[-1].set_xlabel("θ, the chance of up")
    return list(axes)


def estimate_error(*, theta: float, repeats: int, seed: int, ax: Axes | None = None) -> Axes:
    """Draw the typical error of a share against the number of throws, simulated and predicted."""
    ax = _axes(ax)
    throws = np.array([10, 40, 160, 640, 2560, 10240])
    shares = np.random.default_rng(seed).binomial(throws, theta, size=(repeats, 6)) / throws
    ax.loglog(throws, np.sqrt(theta * (1 - theta) / throws), color=TRUTH)
    ax.loglog(throws, np.sqrt(np.mean((shares - theta) ** 2, axis=0)), "o", color=DATA)
    ax.text(700, 0.028, "predicted: 1 / √(N · I(θ))", color=TRUTH)
    ax.text(12, 0.03, f"each dot: {repeats:,} repetitions", color=DATA)
    ax.set(title="Four times the throws, half the error", xlabel="number of throws N")
    ax.set_ylabel("typical error of the estimate")
    ax.set_xticks(throws, [f"{n:,}" for n in throws])
    ax.minorticks_off()
    return ax


def loss_floors(*, targets: Sequence[float], ax: Axes | None = None) -> Axes:
    """Draw the cross-entropy of two-class labels against the model, with the floor of each."""
    ax = _axes(ax)
    q = np.linspace(0.01, 0.999, 400)
    beside: Any = {"textcoords": "offset points", "ha": "center"}
    for t in targets:
        floor = -sum(p * math.log(p) for p in (t, 1 - t) if p > 0)
        ax.plot(q, -t * np.log(q) - (1 - t) * np.log(1 - q), color=LOSS, alpha=0.35 + 0.65 * t**4)
        ax.plot(t, floor, "o", color=TRUTH, clip_on=False, zorder=3)
        ax.annotate(f"label {t:g}", (t, floor), (0, 9 if t < 1 else -16), **beside)
    ax.set(title="The loss is lowest where the model agrees with the label")
    ax.set(xlabel="model's probability of an airplane", ylabel="cross-entropy (nats)")
    ax.set(xlim=(0, 1), ylim=(-0.3, 2.5))
    return ax


def _axes(ax: Axes | None) -> Axes:
    return plt.subplots(layout="constrained")[1] if ax is None else ax


use_book_style()
