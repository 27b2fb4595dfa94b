"""Plans without what reading adds: where each row stands, and which sections are only counted."""

from dataclasses import replace

from bouhan_diff.documents import Reading
from bouhan_diff.plan import Plan


def without_places(plan: Plan) -> Plan:
    """The plan without the places of its rows and the printed numbers of its sections."""
    return replace(
        plan,
        sections=tuple(
            replace(s, printed=None, initiatives=tuple(replace(i, at="") for i in s.initiatives))
            for s in plan.sections
        ),
    )


def as_published(reading: Reading) -> Plan | None:
    """The plan that was read, without the places of its rows."""
    return reading.plan and without_places(reading.plan)
