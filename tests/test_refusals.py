"""Refusals that another refusal would hide: here the message itself is what is tested."""

import numpy as np
import pytest

from xent_course import gradients, losses

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
        with pytest.raises(ValueError, match="weight"):
            module.linear_cross_entropy(X, W[:1], np.zeros(2, int))

    def test_two_classes_are_enough(self, module):
        module.linear_cross_entropy(X, W[:2], np.zeros(2, int))

    def test_features_without_axes(self, module):
        with pytest.raises(ValueError, match="features"):
            module.linear_cross_entropy(1.0, W, 0)

    def test_positive_log_probabilities(self, module):
        with pytest.raises(ValueError, match="log_probs must not be positive"):
            module.nll_loss(np.log([[0.5, 1.5]]), [0])
