"""Sums within a list (内訳のある数値): amounts that include others; each is to be counted once.

An amount precedes its parts: 民生費 before 社会福祉費, 12. before (1) and (2), an amount before its
うち.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, groupby
from typing import NamedTuple

from .normalize import fold

_NOTHING = Decimal(0)


class ListedAmount(NamedTuple):
    """An amount of a list (項目の数値): what names it, and the title of the section it is in.

    is_step: it is of the section itself, a 款 above its 項, also where not all of these are listed.
    """

    name: str
    section: str
    amount: Decimal
    is_step: bool = False


def sum_of_wholes(items: Sequence[ListedAmount]) -> Decimal:
    """Return the sum of amounts (計), leaving out those included in others."""
    twice = counted_twice(items)
    return sum((one.amount for at, one in enumerate(items) if at not in twice), _NOTHING)


def may_have_wholes(names: Iterable[tuple[str, str]]) -> bool:
    """Return whether any amount may include another (内訳の有無), judging by names and sections.

    A quick test, as few lists do; if it is False, `counted_twice` finds nothing.
    """
    forms = set()
    for name, section in names:
        if _OF_WHOLE.match(name) or _is_head(name, section):
            return True
        forms.add(_number_form(name))
    return len(forms) > 1


def counted_twice(items: Sequence[ListedAmount]) -> set[int]:
    """Return the indices of amounts included in others (二重計上): parts of a sum, and うち.

    Parts have numbers of the next lower form: (1) and (2) belong to 12., (ア) and (イ) to (1). In
    accounts, a row named like its section is the sum of the section's other rows (営業収益); if it
    is the only row, it may be the sum of the sections below (水道事業収益). All parts of a step
    count with it, or none.
    """
    included = {at for at, one in enumerate(items) if _OF_WHOLE.match(one.name)}
    forms = [_number_form(one.name) for one in items]
    if len({*forms}) > 1:
        amounts = [one.amount for one in items]
        included |= {
            at
            for at, amount in enumerate(amounts[:-1])
            if amount and amount == _sum_of_parts(at, forms, amounts)
        }
    return included | _sums_of_sections(items)


def _sum_of_parts(place: int, forms: Sequence[int], amounts: Sequence[Decimal]) -> Decimal:
    whole_form, part_form = forms[place : place + 2]
    total = _NOTHING
    for at in range(place + 1, len(forms)) if part_form and part_form != whole_form else ():
        if forms[at] == whole_form:
            break
        if forms[at] == part_form:
            total += amounts[at]
    return total


_OF_WHOLE = re.compile(r"[\s(（【・]*うち(?!わ)")
_OF_PARTS = (r"[(（]\d+[)）]", r"[(（][ァ-ンｦ-ﾝ][)）]", "[①-⑳]", "[ァ-ンｦ-ﾝ] ")
_NUMBER_FORMS = tuple(map(re.compile, (r"\d+\s?(?:[.．、]|(?=[^\W\d]))", *_OF_PARTS)))


def _number_form(name: str) -> int:
    """Return the form of the number that a name begins with (番号の形), 0 for none."""
    if name[:1].isalpha():  # the usual case
        return 0
    return next((at for at, form in enumerate(_NUMBER_FORMS, 1) if form.match(name)), 0)


# --- Rows named like their sections -------------------------------------------------------------


def _sums_of_sections(items: Sequence[ListedAmount]) -> set[int]:
    """Return the places of the rows that are sums of their section or of those below it (章の計).

    From the last section to the first, so that a 款 is over its 項, which are over their 目.
    """
    grouped = groupby(range(len(items)), lambda at: items[at].section)
    sections = [(title, [*places]) for title, places in grouped]
    heads = [
        next((at for at in places if _is_head(items[at].name, items[at].section)), None)
        for _title, places in sections
    ]
    included: set[int] = set()
    below: list[Decimal] = []  # what each later section adds up to, the next one last
    title_below, is_sum_below = "", False
    for (title, places), head in reversed([*zip(sections, heads, strict=True)]):
        parts = sum((items[at].amount for at in places if at != head), _NOTHING)
        whole = _NOTHING if head is None else items[head].amount
        is_sum = bool(whole) and whole == parts
        if head is not None and items[head].is_step and len(places) > 1 and not is_sum:
            included |= {*places} - {head}
            parts = _NOTHING
        if not is_sum and whole and len(places) == 1:
            is_over = is_sum_below or title_below.startswith(f"{title}\u3000")
            is_sum = is_over and whole in accumulate(reversed(below))
        if is_sum and head is not None:
            included.add(head)
        below.append(parts if is_sum else parts + whole)
        title_below, is_sum_below = title, is_sum
    return included


def _is_head(name: str, title: str) -> bool:
    """Return whether a row is named like its section (章と同じ名称)."""
    return name[-1:] == title[-1:] and bool(name) and fold(title).endswith(fold(name))
