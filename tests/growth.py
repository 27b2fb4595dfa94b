"""Work that grows with its data and no faster, counted in calls, not in seconds."""

import functools
import gc
import re
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from types import FrameType
from typing import TypeVar

Data = TypeVar("Data")

ROOM = 1.15
"""How much more than twice the work twice the data may take."""


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of C and each step of a generator included."""
    made = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    gc.disable()  # What is left of other tests is not cleared away in between.
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return made


def grows_evenly(
    make: Callable[[int], Data], work: Callable[[Data], object], sizes: Sequence[int]
) -> bool:
    """Whether each size, twice the one before, adds at most twice what that one added.

    What is remembered from text to text is forgotten first, but for what is loaded once; so are
    patterns, of which only some hundreds are kept.
    """
    work(make(sizes[0]))
    remembering = [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper) and one.cache_parameters()["maxsize"] != 1
    ]
    made = []
    for size in sizes:
        data = make(size)
        for one in remembering:
            one.cache_clear()
        re.purge()
        made.append(calls(functools.partial(work, data)))
    added = [more - fewer for fewer, more in pairwise(made)]
    assert all(more > 0 for more in added), "The larger data make no more work: nothing is tried."
    return all(more <= 2 * ROOM * fewer for fewer, more in pairwise(added))
