"""The trees of the article model, against the plain reading of them."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.forest import MILLION, SCALE, Forest

NAMES = ("a", "b", "c")
DEPTH = 3
_BORDERS = st.floats(-2, 2, width=32)


@st.composite
def forests(draw: st.DrawFn) -> dict[str, object]:
    trees = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "splits": st.lists(st.tuples(st.sampled_from(NAMES), _BORDERS), min_size=DEPTH, max_size=DEPTH),
                    "leaves": st.lists(st.integers(-900, 900), min_size=2**DEPTH, max_size=2**DEPTH),
                }
            ),
            min_size=1,
            max_size=5,
        )
    )
    return {"bias": draw(st.integers(-500, 500)), "trees": trees}


@given(forests(), st.lists(st.tuples(_BORDERS, _BORDERS, _BORDERS), min_size=1, max_size=8))
def test_every_run_gets_the_sum_of_its_leaves(told, runs):
    found = Forest.read(told, NAMES).probabilities(np.array(runs, dtype=np.float32).T)
    for run, probable in zip(runs, found, strict=True):
        value = dict(zip(NAMES, run, strict=True))
        odds = told["bias"]
        for tree in told["trees"]:
            leaf = sum((value[name] > border) << level for level, (name, border) in enumerate(tree["splits"]))
            odds += tree["leaves"][leaf]
        assert probable == round(MILLION / (1 + math.exp(-odds / SCALE)))


def test_no_runs():
    told = {"bias": 0, "trees": [{"splits": [["a", 0.0]] * DEPTH, "leaves": [0] * 2**DEPTH}]}
    assert Forest.read(told, NAMES).probabilities(np.zeros((3, 0), dtype=np.float32)).tolist() == []
