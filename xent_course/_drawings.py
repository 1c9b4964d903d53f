"""The course's own line drawings: what the photos show."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

INK = "#20262e"

# Line drawings on a field of 100 by 100, one stroke a line: its kind, then its points, for a disc
# or a dot the centre and the radius. What comes later covers what came before.
DRAWINGS = {
    "airplane": """
        shape 24,87 22,92 27,94 32,99 39,97 43,94 49,92 48,87 36,86
        shape 64,17 62,22 67,24 72,29 79,27 83,24 89,22 88,17 76,16
        poly 52,60 42,80 50,80 70,60
        poly 10,58 3,84 12,84 30,60
        shape 4,58 14,48 45,43 78,44 93,50 96,56 88,62 62,65 25,63
        poly 44,50 22,22 33,22 66,49
        poly 10,56 1,45 8,45 24,55
        dot 36,57,1.6
        dot 45,57,1.6
        dot 54,57,1.6
        dot 63,57,1.6
        line 80,63 83,56 95,56
    """,
    "train": """
        line 0,12 100,12
        disc 86,92,5
        disc 77,85,4
        poly 64,60 74,60 77,76 61,76
        shape 45,58 46,67 51,70 56,67 57,58
        poly 32,34 82,34 82,60 32,60
        poly 8,34 34,34 34,76 8,76
        poly 15,54 27,54 27,69 15,69
        poly 3,76 39,76 36,83 6,83
        poly 82,34 97,16 82,16
        disc 84,50,4
        disc 21,25,13
        disc 48,22,10
        disc 71,22,10
        dot 21,25,2
        dot 48,22,2
        dot 71,22,2
        line 21,22 71,19
    """,
    "cat": """
        curve 68,8 84,6 94,18 88,34 80,38
        shape 28,5 29,30 40,46 60,46 71,30 72,5 50,3
        poly 31,66 29,93 47,81
        poly 69,66 71,93 53,81
        shape 28,62 34,76 50,81 66,76 72,62 64,49 50,45 36,49
        dot 41,65,2.6
        dot 59,65,2.6
        poly 47.5,58 52.5,58 50,55
        curve 41,52 45,50 50,54 55,50 59,52
        line 36,57 17,61
        line 36,54 17,53
        line 64,57 83,61
        line 64,54 83,53
        line 44,5 44,24
        line 56,5 56,24
    """,
    "dog": """
        curve 70,10 84,16 90,28
        shape 26,5 28,32 38,46 62,46 72,32 74,5 50,3
        shape 30,62 34,78 50,84 66,78 70,62 62,46 50,42 38,46
        shape 37,82 26,80 17,64 20,47 29,48 33,62
        shape 63,82 74,80 83,64 80,47 71,48 67,62
        shape 46,47 46,37 50,34 54,37 54,47
        shape 37,52 42,60 50,62 58,60 63,52 58,45 50,44 42,45
        dot 42,68,2.6
        dot 58,68,2.6
        dot 50,58,3.4
        curve 42,49 46,47 50,52 54,47 58,49
        line 44,5 44,22
        line 56,5 56,22
    """,
    "couch": """
        poly 10,4 14,4 14,14 10,14
        poly 86,4 90,4 90,14 86,14
        shape 12,20 10,62 16,72 50,74 84,72 90,62 88,20
        line 50,73 50,40
        poly 10,12 90,12 90,40 10,40
        line 10,26 90,26
        shape 2,12 1,44 7,51 15,47 16,12 9,10
        shape 98,12 99,44 93,51 85,47 84,12 91,10
    """,
}


def sketch(
    ax: Axes, name: str, *, at: tuple[float, float], size: float = 1.0, fill: str = "#f4f7fa"
) -> None:
    """Draw one of the things, its lower left corner at a place."""
    look: Any = {"edgecolor": INK, "linewidth": 1.6, "capstyle": "round", "joinstyle": "round"}
    for stroke in DRAWINGS[name].strip().splitlines():
        kind, *points = stroke.split()
        numbers = size * np.array([point.split(",") for point in points], dtype=float)
        places = numbers[:, :2] + np.array(at)
        color = {"curve": "none", "line": "none", "dot": INK}.get(kind, fill)
        shape = (
            Circle(places[0], numbers[0, -1])
            if kind in {"dot", "disc"}
            else PathPatch(
                _path(places, closed=kind in {"shape", "poly"}, bent=kind in {"shape", "curve"})
            )
        )
        shape.set(facecolor=color, **look)
        ax.add_patch(shape)


def _path(points: NDArray[np.float64], *, closed: bool, bent: bool) -> Path:
    """Return a path through the points: straight, or bent by the slope between neighbours."""
    ends = [-1, 0] if closed else [0, -1]
    around = np.vstack([points[ends[0]], points, points[ends[1]]])
    slopes = (around[2:] - around[:-2]) / 6
    if closed:
        points, slopes = np.vstack([points, points[0]]), np.vstack([slopes, slopes[0]])
    if not bent:
        return Path(points, closed=closed)
    pieces = [points[:-1] + slopes[:-1], points[1:] - slopes[1:], points[1:]]
    bends = np.stack(pieces, axis=1).reshape(-1, 2)
    return Path(np.vstack([points[:1], bends]), [Path.MOVETO] + [Path.CURVE4] * len(bends))


def canvas(width: float, height: float) -> Axes:
    """Return empty axes for drawings, without a frame."""
    ax = plt.subplots(figsize=(5.2, 5.2 * height / width + 0.35), layout="constrained")[1]
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.set_axis_off()
    return ax
