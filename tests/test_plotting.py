"""Figures show the numbers that they claim to show."""

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.integrate import trapezoid

from xent_course import plotting


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def line(ax, index=0):
    return ax.lines[index].get_xdata(), ax.lines[index].get_ydata()


def test_likelihood_curve_peaks_at_the_share():
    theta, height = line(plotting.likelihood_curve(ups=7, throws=10))
    assert theta[np.argmax(height)] == pytest.approx(0.7, abs=1 / 400)
    assert height.max() == pytest.approx(0.7**7 * 0.3**3, rel=1e-3)


def test_two_readings_are_a_distribution_and_an_area():
    left, right = plotting.two_readings(ups=7, throws=10)
    assert sum(bar.get_height() for bar in left.patches) == pytest.approx(1, abs=1e-12)
    theta, height = line(right)
    assert trapezoid(height, theta) == pytest.approx(1 / 11, rel=1e-4)


def test_only_the_increasing_function_keeps_the_peak():
    kept, log, moved = plotting.where_the_peak_goes(ups=2, throws=3)
    peaks = [theta[np.argmax(height)] for theta, height in map(line, (kept, log, moved))]
    assert peaks[0] == peaks[1] == pytest.approx(2 / 3, abs=2e-3)
    assert abs(peaks[2] - 2 / 3) > 0.1


def test_estimate_error_falls_on_its_prediction():
    ax = plotting.estimate_error(theta=0.7, repeats=2000, seed=3)
    (_, predicted), (_, simulated) = line(ax, 0), line(ax, 1)
    np.testing.assert_allclose(simulated, predicted, rtol=0.06)
    assert np.any(simulated != predicted)


def test_loss_floors_lie_at_the_entropy_and_below_every_curve():
    ax = plotting.loss_floors(targets=(0.5, 0.9))
    for index, t in ((0, 0.5), (2, 0.9)):
        (at,), (floor,) = line(ax, index + 1)
        assert (at, floor) == (t, pytest.approx(-t * np.log(t) - (1 - t) * np.log(1 - t)))
        assert line(ax, index)[1].min() >= floor - 1e-12


def test_figures_draw_on_the_axes_they_are_given():
    _, given = plt.subplots()
    assert plotting.likelihood_curve(ups=1, throws=2, ax=given) is given
