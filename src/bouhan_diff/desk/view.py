"""What the desk says of a comparison (比較結果の説明): counts, reports, and what can be chosen."""

import shlex
from typing import Any

from ..comparison.documents import ComparedFiles
from ..comparison.table import Row
from ..diagnostics import Diagnostic
from ..render import labels, reports

MEANINGS = ("name", "number", "department", "policies", "section", "amount", "text", "-")
"""What a column can be taken for on the desk, as with --columns."""
_MOST_DOUBTFUL = 200


def described(name: str, compared: ComparedFiles) -> dict[str, Any]:
    """Return the result for the page (結果の説明), as JSON takes it."""
    table = compared.table
    return {
        "result": name,
        "title": table.title,
        "editions": [str(table.old_edition), str(table.new_edition)],
        "names": [table.old_edition.japanese, table.new_edition.japanese],
        "is_turned": table.old_edition.is_year
        and table.new_edition.is_year
        and table.old_edition > table.new_edition,
        "headline": labels.headline(table.counts),
        "kinds": labels.by_kind(table.counts),
        "reports": [
            _report(one, side)
            for side, file in enumerate((compared.old, compared.new))
            if side == 0 or compared.new is not compared.old
            for one in file.diagnostics
        ],
        "not_compared": [
            {"heading": one.heading, "why": one.why, "hint": one.hint} for one in table.not_compared
        ],
        "doubtful": [_match(row) for row in table.all_rows() if row.is_doubtful][:_MOST_DOUBTFUL],
    }


def _report(one: Diagnostic, side: int) -> dict[str, Any]:
    (problem,) = reports.problems([one])
    return {
        "level": one.level.value,
        "side": side,
        "what": problem.what,
        "where": problem.where,
        "advice": problem.advice,
        "choice": _choice(one),
    }


def _choice(one: Diagnostic) -> dict[str, str] | None:
    """Return what can be chosen where a diagnostic is in doubt (選択肢), from its own option.

    The option is the one that the command line suggests: `--columns "HEADING=MEANING"` or
    `--edition LABEL`.
    """
    words = shlex.split(one.option) if one.option else []
    if len(words) == 2 and words[0] == "--columns":  # noqa: PLR2004  an option and its value
        heading, _equals, meaning = words[1].rpartition("=")
        return {"kind": "column", "heading": heading, "meaning": meaning}
    if words[:1] == ["--edition"]:
        return {"kind": "edition", "edition": " ".join(words[1:])}
    return None


def _match(row: Row) -> dict[str, Any]:
    names = [change.old for change in row.changes if change.field == "name"]
    return {
        "old": list(row.old_refs),
        "new": list(row.new_refs),
        "old_name": str(names[0]) if names else row.name,
        "new_name": row.name,
    }
