"""What a reader of the page selects rows by (絞り込み・並べ替え・検索): choices and keys."""

from collections.abc import Iterator, Sequence
from itertools import chain

from ...comparison.changed_figures import size_of_change
from ...comparison.table import Row, RowKind
from ...plan import BESIDE_NAMES, Property, each
from ...text.normalize import fold, spellings
from .. import labels
from ..brief import old_name
from ..phrasebook import Phrasebook
from .model import PagePlan, PageRow


def facts_of(entry: PageRow) -> dict[str, object]:
    """Return the data by which the page's script filters, sorts and counts a row (事業の属性)."""
    return {
        "id": entry.id,
        "ordinal": entry.ordinal,
        **_keys(entry.row),
        "rank": entry.rank,
        "amounts": {
            field.heading: float(size)
            for field in entry.row.fields
            if (size := size_of_change(field))
        },
    }


def omitted(plans: Sequence[PagePlan]) -> list[dict[str, object]]:
    """Return the unchanged initiatives that are not on the page (載せていない事業), as data.

    A reader who searches for one is shown its name, rather than left to think it was dropped.
    """
    rows = [(plan, row) for plan in plans for row in _omitted(plan)]
    text_of = searched if len(rows) <= _MOST_WITH_TEXTS else _names
    return [
        {
            "label": f"{plan.number(row)} {row.name}" if plan.table.is_numbered else row.name,
            "text": text_of(row),
            **_keys(row),
        }
        for plan, row in rows
    ]


_MOST_WITH_TEXTS = 2_000
"""With more than this only names are searched: thousands of texts would be most of the page."""


def _omitted(plan: PagePlan) -> Iterator[Row]:
    shown = {id(row) for row in plan.table.rows()}
    for row in plan.table.all_rows():
        if row.kind is RowKind.UNCHANGED and id(row) not in shown:
            yield row


def _keys(row: Row) -> dict[str, object]:
    """Return what the filters compare (絞り込みの鍵)."""
    return {
        "kind": row.kind or "",
        "section": fold(str(row.section)),
        "departments": [fold(one) for one in _departments(row)],
        "policies": [fold(policy) for policy in row.policies],
    }


def _departments(row: Row) -> Iterator[str]:
    """Yield the initiative's department and, if that changed, its old ones (新旧の担当課)."""
    change = row.change(Property.DEPARTMENT)
    olds = (change.merged or (str(change.old),)) if change else ()
    yield from filter(None, (row.department, *olds))


def searched(row: Row) -> str:
    """Return the text by which a row is found (検索の対象), folded, with its old name."""
    texts = [row.old or ""] + ([row.new or ""] if row.new != row.old else [])
    texts += [value for field in row.fields for value in (field.old, field.new) if value]
    return "\n".join((_names(row), *map(fold, texts)))


def _names(row: Row) -> str:
    """Return names, departments and codes, old and new (名称・担当課・施策番号), folded."""
    names = dict.fromkeys((row.name, old_name(row), *_departments(row)))
    values = (one for what in BESIDE_NAMES for one in each(row.value(what)))
    return "\n".join(map(fold, dict.fromkeys((*names, *filter(None, values)))))


def choices(plans: Sequence[PagePlan], say: Phrasebook) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each filter (絞り込みの選択肢): the rows' key and its label."""
    shown = [entry.row for plan in plans for block in plan.blocks for entry in block.entries]
    rows = [*shown, *chain.from_iterable(map(_omitted, plans))]
    named = [(kind, say.kind(kind)) for kind in labels.KIND]
    policies = spellings(chain.from_iterable(row.policies for row in rows))
    return {
        "section": list(spellings(str(row.section) for row in rows).items()),
        "department": list(spellings(chain.from_iterable(map(_departments, rows))).items()),
        "policy": sorted(policies.items()),
        "kind": [
            (kind, label)
            for kind, label in (plans[0].kinds.items() if len(plans) == 1 else named)
            if any(row.kind is kind for row in shown)
        ],
    }


def sort_columns(plans: Sequence[PagePlan]) -> list[str]:
    """Return the headings to sort by (並べ替えの項目): amounts that changed."""
    return list(dict.fromkeys(column.heading for plan in plans for column in plan.tally.amounts))
