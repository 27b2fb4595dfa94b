"""Column headings (列見出し): which column holds what, by its words or by the user's say.

Every city names its columns its own way, so that a heading is compared without its
width, spaces, brackets and marks.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...edition import Edition
from ...errors import UserError
from ...messages import _
from ...text.joining import join
from ...text.normalize import fold
from ..ir import Columns


class Role(StrEnum):
    """What a column holds (列の役割); the values are the words of `--columns`."""

    SECTION = "section"
    SECTION_TITLE = "title"
    AIM = "aim"
    NUMBER = "number"
    NAME = "name"
    DEPARTMENT = "department"
    POLICIES = "policies"
    SUMMARY = "summary"
    LEFT_OUT = "-"


MEANINGS: dict[str, tuple[str, ...]] = {
    Role.NUMBER: ("番号",),
    Role.NAME: ("事業名", "事業"),
    Role.DEPARTMENT: ("担当課", "担当"),
    Role.POLICIES: ("施策番号",),
    Role.SECTION: ("章", "章番号"),
    Role.SECTION_TITLE: ("章題",),
    Role.AIM: ("章の目的", "目的"),
    Role.LEFT_OUT: ("除く", "－", "ー"),
}
"""What `--columns` can say of a column (列の意味), with its words in Japanese."""

_BY_WORD = {fold(word): role for role, words in MEANINGS.items() for word in (role, *words)}


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列). year: of a SUMMARY column whose heading names one. heading: as published."""

    role: Role
    heading: str
    year: Edition | None = None


_MAIN = r"(?:主な|主要|具体的な?|個別の?|実施|関連|対象|重点)?"
_UNIT = (
    r"部局?[・･/]?課?室?|課[・･/]?室?[・･/]?係?|局課?|部署|(?:府?省庁?|府省)[・･/]?(?:部局|課室)?"
)
_ROLES = (
    # Columns of our own comparison, which say nothing that the texts do not.
    (Role.LEFT_OUT, r"区分|備考|改め文"),
    (
        Role.POLICIES,
        r"(?:関連|該当|対応)?施策(?:番号|no\.?|コード|記号)|(?:計画|体系)(?:番号|コード)",
    ),
    (
        Role.NUMBER,
        r"(?:事業|取組み?|整理|管理|通し?|連|項目?|事務事業)?(?:番号?|no\.?|ナンバー)|項番|連番|通番|#|№",
    ),
    # Who is responsible. Who takes part (関係課, 連携先), who carries it out (実施主体) and a
    # person in charge (担当者) are other facts.
    (
        Role.DEPARTMENT,
        r"(?:主な|主たる)?(?:(?:担当|所管|主管|所属)"
        rf"(?:{_UNIT}|室|機関|組織)?|(?:実施|推進|回答)(?:{_UNIT}))(?:名称?)?等?"
        r"|(?:部署?|課|課室|部課|部局|省庁|府省庁?)名|部署|部局",
    ),
    (
        Role.NAME,
        r"(?:番号[・･/]?)?"
        + _MAIN
        + r"(?:事業|取組み?|取り組み|施策|事務事業|項目|推進施策|措置|対策)"
        r"(?:[・･/]?(?:事業|取組み?|施策))?(?:項目|事項)?(?:の?名称?)?等?|名称|件名",
    ),
    (Role.SECTION, r"章|章番号"),
    (Role.AIM, r"章の目的"),
    (
        Role.SECTION_TITLE,
        r"章題|章名|(?:施策の|取組の)?(?:大?柱|方向性?|大項目|分野)|基本(?:目標|方針|施策|方向)|重点(?:目標|項目|分野)"
        r"|(?:施策|政策)(?:分野|体系|の方向性?)|[大中小](?:項目|分類|柱)|分類",
    ),
)
_ROLE_PATTERNS = tuple((role, re.compile(words)) for role, words in _ROLES)
_SUMMARY = re.compile(
    r"(?:主な|具体的な?|本?年度)?(?:事業|取組み?|取り組み|施策|実施|活動|対策|計画|措置|推進)?の?"
    r"(?:内容|概要|予定|計画|実績|状況|説明|結果|見込み?|方針)"
    r"(?:[・･/等及びと]+(?:内容|概要|予定|計画|実績|状況|結果|効果|方針|目標))?(?:等|など)?"
    # Headings of 新旧対照表, and of years that only the calendar of the office knows.
    r"|[旧新]|現行|現在|改[正定訂]案?|(?:改[正定訂]|変更|見直し?)[前後]案?|[前今]回|[昨前今本当次翌]年度"
)
# A year's column that holds figures or judgements is no summary.
_NO_SUMMARY = re.compile(
    r"予算|決算|事業費|金額|千円|百万円|評価|判定|進捗率|達成[度率]|目標値|実績値|指標|人数|件数|回数|課題|備考|改善|理由"
)

_ERA = r"(?:令和|平成|昭和|(?<![一-龠])[令平昭]|(?<![a-z])[rhs])\.?(?:元|\d{1,2})"
_WESTERN = r"(?<!\d)(?:fy)?(?:19|20)\d\d"
_YEAR = re.compile(rf"(?:{_ERA}|{_WESTERN})(?:年度?)?(?!\d)")
# A date: 令和6年3月31日, R6.3, 2024/3. January to March are of the fiscal year before.
_DATED = (
    rf"(?P<year>{_ERA}|{_WESTERN})(?:年|[./-])(?P<month>0?[1-9]|1[0-2])(?![0-9年])"
    r"(?:月|[./-](?=\d))?(?:\d{1,2}日?)?"
)
_DATE = re.compile(_DATED)
_DATE_OR_YEAR = re.compile(f"{_DATED}|{_YEAR.pattern}")
_FIRST_MONTH = 4
# What a heading says beside its year: when that was told.
_TOLD_WHEN = re.compile(
    rf"\((?:[^()]*(?:時点|現在|当初|末|版|作成|公表|更新|改[定訂正])|{_DATED})\)"
    rf"|{_DATED}末?(?:時点|現在)".replace("?P<year>", "?:").replace("?P<month>", "?:")
)
_MARKS = re.compile(r"[※*＊☆★◎○●・:：]+|\((?!予定|計画|実績|案|見込)[^()]*\)")
_LONGEST_HEADING = 40


def parse_columns(options: Sequence[str]) -> Columns:
    """Return the columns mapped by hand (列の指定): `HEADING=MEANING`, parted by commas.

    MEANING is one of MEANINGS in either language, or a fiscal year for that year's summary.
    Raises UserError.
    """
    mapped = {}
    for part in (part for option in options for part in option.split(",") if part.strip()):
        heading, equals, written = (text.strip() for text in part.rpartition("="))
        if not equals or not heading:
            raise UserError(
                _("--columns: “{part}” is not HEADING=MEANING.").format(part=part),
                advice=_(
                    'Write it as --columns "事業名=name,取組内容(R6)=R6,所管=department,備考=-"'
                ),
            )
        meaning = _BY_WORD.get(fold(written), written)
        if meaning not in MEANINGS:
            try:
                Edition.parse(meaning)
            except UserError as error:
                raise UserError(
                    _("--columns: “{meaning}” is no meaning.").format(meaning=meaning),
                    advice=_(
                        "There are {meanings}, a fiscal year such as R6, "
                        "and - to leave the column out."
                    ).format(meanings=meanings()),
                ) from error
        mapped[fold(heading)] = meaning
    return mapped


def meanings() -> str:
    """Return the words of `--columns` (意味の一覧), but for years and -."""
    named = {role: words for role, words in MEANINGS.items() if role is not Role.LEFT_OUT}
    return " ".join(f"{words[0]}({role})" for role, words in named.items())


def heading_text(lines: Sequence[str], *, is_wrapped: bool) -> str:
    """Return a column's heading as one line (見出しの文字列), with single spaces.

    A line that ends in a year's name stands apart from the next one.
    """
    text = ""
    for line in (line.strip() for line in lines):
        apart = not is_wrapped or re.search(r"年度?\Z", text)
        text = f"{text} {line}" if text and apart else join((text, line))
    return " ".join(text.split())


def column_of(heading: str, given: Columns) -> Column | None:
    """Return what the heading's column holds (列の意味), or None where its words say nothing."""
    folded = fold(heading)
    if folded in given:
        return _given(heading, given[folded])
    if not folded or len(folded) > _LONGEST_HEADING:
        return None
    plain = _MARKS.sub("", folded)
    for role, pattern in _ROLE_PATTERNS:
        if pattern.fullmatch(plain):
            return Column(role, heading)
    years = years_in(heading)
    if len(years) == 1 and not says_other(heading):
        return Column(Role.SUMMARY, heading, years[0])
    is_summary = not years and _SUMMARY.fullmatch(re.sub(r"[()]", "", plain))
    return Column(Role.SUMMARY, heading) if is_summary else None


def says_summary(heading: str) -> bool:
    """Return whether the words beside the year say that the column is text (年度以外の語)."""
    rest = _YEAR.sub("", _DATE.sub("", _MARKS.sub("", fold(heading)))).lstrip("~〜-からの")
    return _SUMMARY.fullmatch(re.sub(r"[()]", "", rest)) is not None


def says_other(heading: str) -> bool:
    """Return whether the words say that the column is of figures or judgements (数値・評価の列)."""
    return _NO_SUMMARY.search(fold(heading)) is not None


def years_in(text: str) -> tuple[Edition, ...]:
    """Return the fiscal years (年度) that the text names, each once, in its order.

    平成31年度（令和元年度） names one year. A span such as 令和2年度から令和6年度 names two.
    A date such as 令和6年3月末 is of the fiscal year in which it lies, and a mere remark
    where it says as of when a year besides was told.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).lower().split())
    for words in (_TOLD_WHEN.sub("", folded), folded):
        found = [_year_of(match) for match in _DATE_OR_YEAR.finditer(words)]
        if years := dict.fromkeys(year for year in found if year is not None):
            return tuple(years)
    return ()


def _year_of(match: re.Match[str]) -> Edition | None:
    month = int(match["month"] or _FIRST_MONTH)
    try:
        year = Edition.parse(match["year"] or match[0])
    except UserError:
        return None
    return year if month >= _FIRST_MONTH else Edition(year.western - 1)


def _given(heading: str, meaning: str) -> Column:
    if meaning in set(Role):
        return Column(Role(meaning), heading)
    return Column(Role.SUMMARY, heading, Edition.parse(meaning))
