"""Refusals that another refusal would hide: here the message itself is what is tested."""

import numpy as np
import pytest

from xent_course import gradients, information, losses, special

X, W, Y = np.ones((2, 3)), np.ones((4, 3)), np.array([0, 3])


@pytest.mark.parametrize("module", [losses, gradients], ids=["losses", "gradients"])
class TestNamed:
    def test_bias_of_another_length(self, module):
        with pytest.raises(ValueError, match=r"bias must have shape \(4,\); found shape \(3,\)"):
            module.linear_cross_entropy(X, W, Y, bias=np.zeros(3))

    def test_bias_that_would_broadcast(self, module):
        with pytest.raises(ValueError, match=r"bias must have shape \(4,\); found shape \(1,\)"):
            module.linear_cross_entropy(X, W, Y, bias=np.zeros(1))

    def test_one_class_alone(self, module):
        with pytest.raises(ValueError, match=r"^weight must have shape \(V, 3\), V at least 2"):
            module.linear_cross_entropy(X, W[:1], np.zeros(2, int))

    def test_two_classes_are_enough(self, module):
        module.linear_cross_entropy(X, W[:2], np.zeros(2, int))

    def test_features_without_axes(self, module):
        with pytest.raises(ValueError, match=r"^features must have at least 1 axes"):
            module.linear_cross_entropy(1.0, W, 0)

    def test_positive_log_probabilities(self, module):
        with pytest.raises(ValueError, match="log_probs must not be positive"):
            module.nll_loss(np.log([[0.5, 1.5]]), [0])

    def test_the_first_positive_log_probability_is_shown_not_the_zero_before(self, module):
        with pytest.raises(ValueError, match=r"not be positive; found 0.1 at index \(1, 0\)$"):
            module.nll_loss([[0.0, -np.inf], [0.1, -1.0]], [0, 0])

    def test_what_is_not_finite_is_shown_not_what_stands_before(self, module):
        bad = np.array([[1.0, 2.0, 3.0], [4.0, np.inf, 5.0]])
        with pytest.raises(ValueError, match=r"^features must be finite; found inf at .*\(1, 1\)$"):
            module.linear_cross_entropy(bad, W, Y)


@pytest.mark.parametrize("f", [special.softmax, special.log_softmax, special.logsumexp])
def test_a_number_has_no_classes(f):
    with pytest.raises(ValueError, match=r"^z must have at least 1 axes; found shape \(\)$"):
        f(3.0)


def test_numbers_have_no_divergence():
    with pytest.raises(ValueError, match=r"^p_logits must have at least 1 axes; found shape \(\)$"):
        information.kl_divergence_with_logits(3.0, 3.0)
