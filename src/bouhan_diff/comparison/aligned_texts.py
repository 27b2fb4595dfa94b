"""Bring two documents to the same main text before they are compared (本文の突合).

Which column is the main text depends on what the cells say: a column 今後の方向性 with a word of
its own on each row is a field where the next year's document has the same word on most.
"""

from dataclasses import replace

from ..edition import Edition
from ..plan import Column, Initiative, Plan
from ..text.normalize import fold
from .series import main_heading


def with_texts_alike(
    old: Plan, new: Plan, old_edition: Edition, new_edition: Edition
) -> tuple[Plan, Plan]:
    """Return both documents with the same column as the main text (本文の項目), if both have it.

    If it could be that of either, it is the new document's.
    """
    was, now = main_heading(old, old_edition), main_heading(new, new_edition)
    if fold(was) == fold(now):
        return old, new
    if now and (column := _text_column(old, now)):
        return _with_main_text(old, old_edition, was, column), new
    if was and (column := _text_column(new, was)):
        return old, _with_main_text(new, new_edition, now, column)
    return old, new


def _text_column(plan: Plan, heading: str) -> Column | None:
    column = plan.column(heading)
    return None if column is None or column.is_amount else column


def _with_main_text(plan: Plan, edition: Edition, heading: str, column: Column) -> Plan:
    """Return the plan with a field as its main text, which becomes a field (本文の入替え).

    heading: that of the main text, "" if there is none. A text without a heading stays the main
    text, as does one whose heading is that of a field, too.
    """
    has_text = any(edition in one.summaries for _section, one in plan.initiatives())
    if plan.column(heading) if heading else has_text:
        return plan

    def exchanged(one: Initiative) -> Initiative:
        fields, texts = dict(one.fields), dict(one.summaries)
        value = fields.pop(column.heading, "")
        if heading and edition in texts:
            fields[heading] = {edition: texts.pop(edition)}
        if text := value if isinstance(value, str) else value.get(edition, ""):
            texts[edition] = text
        return replace(one, fields=fields, summaries=texts)

    columns = [one for one in plan.columns if one is not column]
    columns += [Column(heading)] if heading else []
    return replace(
        plan,
        editions={**plan.editions, edition: column.headings.get(edition, column.heading)},
        columns=tuple(columns),
        sections=plan.sections_with(exchanged),
    )
