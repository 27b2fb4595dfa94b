"""The engine (差分エンジン): two Japanese texts in, segments out. It knows nothing of plans.

`pipeline` runs the steps: `sentences` pairs sentences, `tokenizer` cuts them into words, `aligner`
finds the edits, `boundaries` moves their borders to where they read best, `moves` finds clauses
that changed place, `classify` decides the kind of each edit, and `readings` asks again without
what is written otherwise beside it. The result is a tuple of `segment.Segment`.
"""

from .segment import Code, EditKind, Reason, Segment, heaviest

__all__ = ["Code", "EditKind", "Reason", "Segment", "diff_text", "heaviest"]


def diff_text(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments (差分) that lead from the old text to the new one.

    The words and dictionaries that this needs are loaded with the first difference.
    """
    if old == new:
        return (Segment(old, new, EditKind.EQUAL),) if old else ()
    # A command without a difference loads no engine.
    from .pipeline import diff_words  # noqa: PLC0415
    from .readings import in_all_readings  # noqa: PLC0415

    return in_all_readings(diff_words(old, new))
