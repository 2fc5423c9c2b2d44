"""Logistic regression with an L2 penalty, fitted by Newton's method on standardised features."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_STEPS = 30
_Numbers = NDArray[np.float64]


class Logistic(NamedTuple):
    """The log-odds are `(values - means) @ weights + bias`."""

    weights: _Numbers
    bias: float
    means: _Numbers

    def probabilities(self, values: _Numbers) -> _Numbers:
        """One a row of `values`."""
        return _sigmoid((values - self.means) @ self.weights + self.bias)


def fit_logistic(values: _Numbers, right: _Numbers, weights: _Numbers, ridge: float) -> Logistic:
    """The likeliest model; `weights` says how much each row counts, `ridge` how strongly weights are held near 0."""
    means = np.average(values, axis=0, weights=weights)
    spread = np.sqrt(np.average((values - means) ** 2, axis=0, weights=weights)) + 1e-6
    scaled = np.column_stack([(values - means) / spread, np.ones(len(values))])
    found = np.zeros(scaled.shape[1])
    penalty = np.append(np.full(values.shape[1], ridge), 0.0)  # the bias is free
    for _ in range(_STEPS):
        said = _sigmoid(scaled @ found)
        gradient = scaled.T @ (weights * (said - right)) + penalty * found
        curvature = (scaled * (weights * said * (1 - said))[:, None]).T @ scaled + np.diag(penalty + 1e-6)
        found = found - np.linalg.solve(curvature, gradient)
    return Logistic(found[:-1] / spread, float(found[-1]), means)


def probabilities_held_out(
    values: _Numbers, right: _Numbers, weights: _Numbers, folds: NDArray[np.int64], ridge: float
) -> _Numbers:
    """The probability of each row by the model that is fitted to the other folds."""
    found = np.zeros(len(values))
    for fold in np.unique(folds):
        own = folds == fold
        found[own] = fit_logistic(values[~own], right[~own], weights[~own], ridge).probabilities(values[own])
    return found


def reliability(said: _Numbers, right: _Numbers, weights: _Numbers) -> Iterator[str]:
    """The reliability curve: for each tenth, the mean of what was said, the share that was right, how many rows."""
    for tenth in range(10):
        own = (np.minimum(said * 10, 9).astype(int) == tenth) & (weights > 0)
        if own.any():
            means = (np.average(of[own], weights=weights[own]) for of in (said, right))
            yield (
                f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: "
                + " / ".join(f"{one:.2f}" for one in means)
                + f" / {own.sum()}"
            )


def _sigmoid(log_odds: _Numbers) -> _Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))
