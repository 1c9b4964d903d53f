"""Figures show the numbers that they claim to show."""

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.integrate import trapezoid
from scipy.stats import norm

from xent_course import _drawings, datasets, plotting


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


def test_covers_and_picks_draws_the_truth_and_the_two_fits():
    axes = plotting.covers_and_picks(m=3, covers=(0, 10**0.5), picks=(2.98, 1.02))
    for ax, mean, sd in zip(axes, (0, 2.98), (10**0.5, 1.02), strict=True):
        x, truth = line(ax, 0)
        np.testing.assert_allclose(truth, (norm.pdf(x, 3) + norm.pdf(x, -3)) / 2, rtol=1e-12)
        np.testing.assert_allclose(line(ax, 1)[1], norm.pdf(x, mean, sd), rtol=1e-12)


def test_where_the_fit_jumps_draws_the_lower_cost_solid():
    ax = plotting.where_the_fit_jumps(lambda m, start: m**2 / 10 if start == 0 else 0.784, jump=2.8)
    middle, worse, waiting, bump = (ax.lines[i] for i in range(4))
    for drawn in (middle, worse):
        np.testing.assert_allclose(drawn.get_ydata(), drawn.get_xdata() ** 2 / 10, rtol=1e-12)
    for drawn in (waiting, bump):
        assert set(drawn.get_ydata()) == {0.784}
    assert (middle.get_linestyle(), bump.get_linestyle()) == ("-", "-")
    assert middle.get_xdata()[-1] == bump.get_xdata()[0] == 2.8


def test_binary_entropy_is_one_bit_at_its_peak_and_above_its_chord():
    ax = plotting.binary_entropy(mixed=(0.1, 0.6))
    (p, bits), (ends, chord) = line(ax), line(ax, 1)
    u = p[1:-1]
    np.testing.assert_allclose(bits[1:-1], -u * np.log2(u) - (1 - u) * np.log2(1 - u), rtol=1e-12)
    assert (p[0], bits[0], p[-1], bits[-1]) == (0, 0, 1, 0)
    assert (p[np.argmax(bits)], bits.max()) == (0.5, 1)
    between = (p > ends[0]) & (p < ends[1])
    assert np.all(np.interp(p[between], ends, chord) < bits[between])
    np.testing.assert_allclose(chord, np.interp(ends, p, bits), rtol=1e-12)


def test_block_codes_show_the_rates_between_their_bounds():
    ax = plotting.block_codes([1.15, 0.9, 0.8], entropy=0.75)
    (sizes, above), (_, floor), (at, rates) = line(ax, 0), line(ax, 1), line(ax, 2)
    np.testing.assert_allclose(above, 0.75 + 1 / sizes, rtol=1e-15)
    assert list(floor) == [0.75, 0.75]
    assert (list(at), list(rates)) == ([1, 2, 3], [1.15, 0.9, 0.8])


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_the_three_classes_are_drawn_and_named():
    ax = plotting.three_classes()
    assert words(ax) == ["airplane", "train", "cat"]
    strokes = sum(_drawings.DRAWINGS[name].count("\n") - 1 for name in words(ax))
    assert len(ax.patches) == strokes


@pytest.mark.parametrize("name", _drawings.DRAWINGS)
def test_no_drawing_leaves_its_field(name):
    _, ax = plt.subplots()
    _drawings.sketch(ax, name, at=(0, 0))
    boxes = [patch.get_path().get_extents(patch.get_patch_transform()) for patch in ax.patches]
    assert min(box.min.min() for box in boxes) >= 0
    assert max(box.max.max() for box in boxes) <= 100


def test_a_bent_stroke_goes_through_its_points():
    points = np.array([[0.0, 0.0], [3.0, 1.0], [4.0, 4.0], [1.0, 5.0]])
    for closed, last in ((True, points[:1]), (False, points[:0])):
        path = _drawings._path(points, closed=closed, bent=True)
        np.testing.assert_array_equal(path.vertices[::3], np.vstack([points, last]))


def test_the_scene_marks_what_is_there():
    said = words(plotting.scene(labels={"cat": 1, "couch": 1, "car": 0}))
    assert said == ["cat", "✓  1", "couch", "✓  1", "car", "✗  0"]


def test_photo_space_draws_every_photo_and_boundaries_where_two_classes_tie():
    problem = datasets.photos()
    ax = plotting.photo_space(problem, size=40, seed=1)
    boundaries, dots = ax.lines[:3], ax.lines[3:]
    for boundary, (j, k) in zip(boundaries, ((0, 1), (1, 2), (0, 2)), strict=True):
        answers = problem.posterior(boundary.get_xydata())
        assert len(answers) > 5
        np.testing.assert_allclose(answers[:, j], answers[:, k], rtol=1e-9)
        np.testing.assert_allclose(answers[:, j], answers.max(axis=1), rtol=1e-6)
    x, y = problem.sample(40, seed=1)
    np.testing.assert_array_equal(
        np.vstack([dot.get_xydata() for dot in dots]), np.vstack([x[y == k] for k in range(3)])
    )


def test_temperatures_are_distributions_that_get_surer_when_colder():
    panels = plotting.temperatures(logits=(1, 0, -0.5), values=(0.25, 1, 4))
    heights = np.array([[bar.get_height() for bar in ax.patches] for ax in panels])
    np.testing.assert_allclose(heights.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(heights[1], np.exp([1, 0, -0.5]) / np.exp([1, 0, -0.5]).sum())
    np.testing.assert_allclose(np.log(heights[0, 0] / heights[0, 1]), 4, rtol=1e-12)
    assert heights[0, 0] > heights[1, 0] > heights[2, 0] > 1 / 3


def test_six_sigmoids_puts_each_label_on_the_curve():
    ax = plotting.six_sigmoids(logits={"cat": np.log(4), "train": -np.log(49)})
    (z, curve), cat, train = line(ax), line(ax, 1), line(ax, 2)
    np.testing.assert_allclose(curve, 1 / (1 + np.exp(-z)), rtol=1e-12)
    np.testing.assert_allclose(np.ravel([cat, train]), [np.log(4), 0.8, -np.log(49), 0.02])
    assert words(ax) == ["cat 0.8", "train 0.02"]


def test_the_sigmoid_loss_is_drawn_for_both_labels_and_its_naive_form_dies_where_it_says():
    left, right = plotting.sigmoid_loss_breaks()
    (z, yes), (_, no) = line(left, 0), line(left, 1)
    np.testing.assert_allclose(yes, -np.log(1 / (1 + np.exp(-z))), rtol=1e-12)
    np.testing.assert_allclose(no, -np.log(1 / (1 + np.exp(z))), rtol=1e-12)
    (z, stable), (_, naive), (edge, _) = line(right, 0), line(right, 1), line(right, 2)
    np.testing.assert_allclose(stable, z + np.exp(-z), rtol=1e-14)
    assert np.all(np.isinf(naive[z > edge[0] + 0.01]))
    assert np.all(np.isfinite(naive[z < edge[0] - 0.01]))
    alive = np.isfinite(naive)
    assert np.abs(naive - stable)[alive].max() > 0.5


def test_label_losses_mark_where_the_slope_is_zero():
    targets = (0.2, 0.9)
    ax = plotting.label_losses(targets=targets)
    for n, t in enumerate(targets):
        (z, loss), (lowest, least) = line(ax, 2 * n), line(ax, 2 * n + 1)
        q = 1 / (1 + np.exp(-z))
        np.testing.assert_allclose(loss, -t * np.log(q) - (1 - t) * np.log(1 - q), rtol=1e-12)
        assert 1 / (1 + np.exp(-lowest[0])) == pytest.approx(t, rel=1e-12)
        assert least[0] == pytest.approx(-t * np.log(t) - (1 - t) * np.log(1 - t), rel=1e-12)


def test_independence_cost_stacks_total_correlation_on_entropy():
    problem = datasets.scenes()
    ax = plotting.independence_cost(problem)
    (x, floor), (_, paid) = line(ax, 0), line(ax, 1)
    at = np.abs(x).argmin()
    joint = problem.joint(np.array([x[at]]))
    assert floor[at] == pytest.approx(-np.sum(joint * np.log(joint)), rel=1e-12)
    q = problem.marginals(x[:, None])  # a product model pays the sum of its labels' entropies
    np.testing.assert_allclose(paid, -np.sum(q * np.log(q) + (1 - q) * np.log(1 - q), axis=1))
    assert np.argmax(paid - floor) == pytest.approx(at, abs=5)


def test_figures_draw_on_the_axes_they_are_given():
    _, given = plt.subplots()
    assert plotting.likelihood_curve(ups=1, throws=2, ax=given) is given


def test_pushes_lead_from_the_model_to_each_label():
    q, labels = (0.6, 0.3, 0.1), ((1, 0, 0), (0.7, 0.2, 0.1))
    panels = plotting.pushes(q=q, one=labels[0], many=labels[1])
    for ax, t, said in zip(panels, labels, ("+0.40", "+0.10"), strict=True):
        assert [bar.get_height() for bar in ax.patches[:3]] == list(q)
        assert [ax.lines[k].get_ydata()[0] for k in range(3)] == list(t)
        arrows = [text for text in ax.texts if not text.get_text()]
        assert [arrow.xyann for arrow in arrows] == list(enumerate(q))
        assert [arrow.xy for arrow in arrows] == list(enumerate(t))
        assert said in words(ax)


def test_losses_vanish_on_the_true_curve():
    ax = plotting.where_losses_vanish({"float32": 17, "float64": 37})
    z, loss = line(ax)
    np.testing.assert_allclose(loss, np.logaddexp(0, -z), rtol=1e-9)
    for index, zero in ((1, 17), (3, 37)):
        (start, end), (top, bottom) = line(ax, index)
        assert start == end == zero
        assert top == pytest.approx(np.exp(-zero), rel=1e-7) and bottom < 1e-26
        assert line(ax, index + 1) == ([zero], [top])
    assert words(ax)[:2] == ["float32, 17", "float64, 37"]


def test_the_loss_surface_shows_the_fit_the_walks_and_the_mean_loss():
    x, t = np.array([-1.0, 0.0, 0.5, 1.0]), np.array([0, 1, 0, 1])
    newton, descent = np.array([[0, 0], [2.0, 0.5]]), np.array([[0, 0], [1, 0], [2, 0.5]])
    left, right = plotting.loss_surface(x, t, newton=newton, descent=descent)
    (grid, model), (drawn, labels) = line(left, 0), line(left, 1)
    np.testing.assert_allclose(model, 1 / (1 + np.exp(-2 * grid - 0.5)), rtol=1e-12)
    np.testing.assert_array_equal([drawn, labels], [x, t])
    np.testing.assert_array_equal(np.transpose(line(right, 0)), descent)
    np.testing.assert_array_equal(np.transpose(line(right, 1)), newton)
    contours = right.collections[0]
    for level, path in zip(contours.levels, contours.get_paths(), strict=True):
        for w, b in path.vertices[::40]:
            q = 1 / (1 + np.exp(-w * x - b))
            loss = -np.mean(np.log(np.where(t == 1, q, 1 - q)))
            assert loss == pytest.approx(level, abs=0.005)
    assert "Newton: 1 steps" in words(right)


def test_two_softmaxes_stop_at_the_floor():
    floor = np.log(np.e + 2) - 1
    ax = plotting.softmax_twice(floor)
    (z, once), (same, twice) = line(ax, 0), line(ax, 1)
    np.testing.assert_array_equal(same, z)
    np.testing.assert_allclose(once, np.log1p(2 * np.exp(-np.asarray(z))), rtol=1e-9)
    q = 1 / (1 + 2 * np.exp(-np.asarray(z)))
    np.testing.assert_allclose(twice, np.log1p(2 * np.exp((1 - q) / 2 - q)), rtol=1e-9)
    assert floor < min(twice) < floor + 0.01
    assert line(ax, 2)[1] == [floor, floor]
    assert "floor 0.5514" in words(ax)


def test_squared_error_stalls_for_about_exp_ten_steps():
    ax = plotting.squared_error_stalls(start=-10)
    (steps, quick), (_, slow) = line(ax, 0), line(ax, 1)
    z = -10.0
    for expected in quick[:20]:
        assert expected == pytest.approx(1 / (1 + np.exp(-z)), rel=1e-9)
        z -= 1 / (1 + np.exp(-z)) - 1
    half = steps[np.argmax(slow > 0.5)]  # dz/dn = exp(z) far out: exp(10) steps
    assert half == pytest.approx(np.exp(10), rel=0.01)
    assert steps[np.argmax(quick > 0.5)] < 15


def test_towards_the_floor_draws_what_it_is_given():
    ax = plotting.towards_the_floor((10, 100), (-0.4, -0.1), (0.9, 0.2))
    np.testing.assert_array_equal(line(ax, 0), [(10, 100), (0.9, 0.2)])
    np.testing.assert_array_equal(line(ax, 1), [(10, 100), (-0.4, -0.1)])
    assert set(line(ax, 2)[1]) == {0}
