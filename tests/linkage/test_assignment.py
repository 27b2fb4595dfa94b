"""Which of the old is which of the new, as a whole."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.linkage.assignment import Strengths, best_assignment


@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9]), min_size=columns, max_size=columns),
            min_size=1,
            max_size=4,
        )
    )
)
def test_no_other_assignment_gains_more(gain: list[list[float]]) -> None:
    """The chosen pairs together gain as much as the best of all ways to pair them."""
    rows, columns = range(len(gain)), range(len(gain[0]))
    chosen = best_assignment(gain)
    assert len({r for r, _c in chosen}) == len({c for _r, c in chosen}) == len(chosen)
    if len(rows) <= len(columns):
        ways = ([(r, way[r]) for r in rows] for way in itertools.permutations(columns, len(rows)))
    else:
        ways = (
            [(way[c], c) for c in columns] for way in itertools.permutations(rows, len(columns))
        )
    best = max(sum(gain[r][c] for r, c in way) for way in ways)
    assert sum(gain[r][c] for r, c in chosen) == pytest.approx(best)


def test_twins_that_have_their_own_are_hardly_rivals() -> None:
    """Two pairs that are alike crosswise are sure, since each has the better match beside it."""
    firsts = Strengths([[1.0, 0.6], [0.6, 1.0]]).best_pairs()
    assert set(firsts) == {(0, 0), (1, 1)}
    assert min(firsts.values()) > 0.9


def test_what_could_as_well_be_another_is_unsure() -> None:
    """Of two that are equally like the same one, neither is sure, however like they are."""
    firsts = Strengths([[0.9], [0.9]]).best_pairs()
    assert [certainty < 0.6 for certainty in firsts.values()] == [True]


def test_little_evidence_makes_no_pair() -> None:
    """With nobody else in sight, a faint likeness is still none."""
    assert Strengths([[0.05]]).best_pairs() == {}
    assert Strengths([[0.9]]).best_pairs()[0, 0] > 0.95


def test_nothing_is_paired_with_nothing() -> None:
    """A side without anything leaves the other unpaired."""
    assert Strengths([]).best_pairs() == {}
    assert Strengths([[], []]).best_pairs() == {}
