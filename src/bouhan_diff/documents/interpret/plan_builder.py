"""From drafts to a plan (計画の組立て), with a last look at numbers and names."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ...diagnostics import Span
from ...edition import Edition
from ...messages import _
from ...plan import Initiative, Number, Plan, Section, reference
from ...text.joining import join, paragraphs
from ...text.normalize import fold
from .diagnostics import Problems, shortened
from .front_matter import Front
from .outline import DraftSection, Outline
from .records import Draft

_STANDS_FOR_ANOTHER = re.compile(
    r"同[左右上下前](?:。|です)?|[〃″”\"]+|[→⇒←⇐↑↓]|[(（]同[上左][)）]"
    r"|(?:[左右上]|[上左右前]記|前[年回]度?|昨年度?|令和.{1,2}年度)[にと]?同[じ様](?:。|です。?)?"
)


def plan_of(
    front: Front,
    outline: Outline,
    years: Mapping[Edition, str],
    problems: Problems,
    *,
    name: str,
    is_wrapped: bool,
) -> Plan | None:
    """Return the plan (計画), or None where there are no initiatives or no years.

    name: stands in for a title where the document has none.
    """
    for section in outline.sections:
        _leave_out_nameless(section, problems)
    idle = outline.idle()
    for section in outline.sections:
        if section.drafts or (not section.aim and section not in idle):
            continue
        problems.tell(
            _("The part “{title}” has no table and was left out.").format(
                title=section.path[-1].title
            ),
            section.where,
        )
    numbered = outline.number_sections()
    if not numbered or not years:
        problems.tell(
            _("No table of initiatives with their years was found."),
            advice=_("Its heading row needs a name (事業名 …) and a year; see --columns."),
        )
        return None
    _check_sections(numbered, problems)
    title = front.title or name
    sections = tuple(
        _section(number, section, problems, instead=title, is_wrapped=is_wrapped)
        for number, section in numbered
    )
    if len(numbered) > 1:
        for _number, section in numbered:
            if not section.title:
                problems.tell(_("Rows stand before the first section's title."), section.where)
    plan = Plan(
        title,
        dict(sorted(years.items())),
        sections,
        front.source,
        front.publisher,
        front.policy_plan,
    )
    _check_references(plan, problems)
    return plan


def _check_sections(numbered: Sequence[tuple[Number, DraftSection]], problems: Problems) -> None:
    """Tell of sections that have one number (章番号の重複), which no data file can hold."""
    known: set[str] = set()
    for number, section in numbered:
        folded = fold(str(number))
        if folded in known:
            problems.tell(
                _("Section {number} stands here for the second time.").format(number=number),
                section.where,
                _("Join the two, or give this one another number."),
            )
        known.add(folded)


def _leave_out_nameless(section: DraftSection, problems: Problems) -> None:
    """Leave out and tell of rows without a name, such as totals (名称のない行)."""
    for draft in section.drafts:
        if not draft.name:
            texts = [line for lines in draft.summaries.values() for line in lines]
            quoted = shortened("　".join([*draft.number, *texts, *draft.department]))
            problems.tell(
                _("A row without a name: “{text}”").format(text=quoted),
                draft.where,
                _("Nothing of it is in the plan."),
            )
    section.drafts = [draft for draft in section.drafts if draft.name]


def _section(
    number: Number, section: DraftSection, problems: Problems, *, instead: str, is_wrapped: bool
) -> Section:
    _split_names(section.drafts, problems)
    are_numbered = any(draft.is_numbered for draft in section.drafts)
    initiatives = []
    for count, draft in enumerate(section.drafts, 1):
        if are_numbered and not draft.is_numbered:
            problems.tell(_("The row has no number; it was counted."), draft.where)
        initiative = draft.finished(count=count, section=number, is_wrapped=is_wrapped)
        _check(initiative, draft.where, problems)
        initiatives.append(initiative)
    aim = "\n".join(paragraphs(section.aim, is_wrapped=is_wrapped))
    return Section(number, section.title or instead, tuple(initiatives), aim)


def _split_names(drafts: list[Draft], problems: Problems) -> None:
    """Part number and name where one column has both in every row."""
    split = [draft.split_name() for draft in drafts]
    if any(draft.is_numbered for draft in drafts) or not any(split):
        return
    if not all(split):
        close = [parts or d.split_close_name() for d, parts in zip(drafts, split, strict=True)]
        counted = [parts and parts[0] for parts in close]
        split = close if counted == list(range(1, len(drafts) + 1)) else split
    for draft, parts in zip(drafts, split, strict=True):
        if parts and all(split):
            draft.given_number, draft.name = parts
        elif parts:
            problems.tell(
                _("“{name}” begins with a number, and other names beside it do not.").format(
                    name=shortened(join(draft.name))
                ),
                draft.where,
                _("Look whether it is the initiative's own, and put it in its place."),
            )


def _check(initiative: Initiative, where: Span, problems: Problems) -> None:
    if not initiative.summaries:
        problems.tell(_("“{name}” has no summary in any year.").format(name=initiative.name), where)
    for text in (*initiative.summaries.values(), initiative.department):
        if _STANDS_FOR_ANOTHER.fullmatch("".join(text.split())):
            problems.tell(
                _("“{text}” in the row “{name}” stands for the text of another cell.").format(
                    text=text, name=initiative.name
                ),
                where,
                _("Put that text in its place in the file that is written."),
            )


def _check_references(plan: Plan, problems: Problems) -> None:
    times = Counter(reference(s.number, i.number) for s, i in plan.initiatives())
    for ref, count in times.items():
        if count > 1:
            problems.tell(
                _("{count} initiatives have the reference {ref}.").format(count=count, ref=ref),
                advice=_("Number them in the file that is written."),
            )
