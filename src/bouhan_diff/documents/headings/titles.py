"""Recognise lines outside tables (表の外の行): numbered titles, page furniture, captions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ...plan import Number
from ...text.normalize import squeezed, unbracketed
from ...text.number_headings import is_unit_line
from ...text.numerals import is_certain, whole
from ..ir import Line
from .departments import is_office
from .vocabulary import cites_article, is_note

_LONGEST_TITLE = 90
MOST_DIGITS = 18
"""The most digits of a number that counts (桁数); Python is slow to parse thousands."""

_NAMED_NUMBER = (
    r"[(（]?(?P<number>[0-9０-９]+(?:[-－−‐–][0-9０-９]+)*|[Ⅰ-Ⅻ]|[①-⑳]|[一二三四五六七八九十]+(?=[\s:：.．、)）]))[)）]?"
    r"[\s:：.．、]*(?P<title>[^\s\d\-－−‐–].*)"
)

# （款）２ 総務費, 款 2.総務費, 第２款 総務費: where a table of the budget begins; ○ is no more.
_ACCOUNT = (
    r"(?:[(（]?\s*{level}\s*[)）]?\s*(?P<number>[0-9０-９]{{1,2}}|[○〇◯])|"
    r"(?:第\s*)?(?P<ordinal>[0-9０-９]{{1,2}})\s*{level})[\s.．:：]*(?P<title>[^\s\d].*)"
)

_OF_ACCOUNT = re.compile(r"[(（]?\s*款|(?:第\s*)?[0-9０-９]{1,2}\s*款")
_LEVEL_BELOW = re.compile(
    r"(?:(?<![\s、])[\s、]++|(?<![\s、0-9０-９第(（]))(?=[(（]?\s*[項目]\s*[)）]?\s*[0-9０-９○〇◯]"
    r"|(?:第\s*)?[0-9０-９]{1,2}\s*(?:項|目(?![標的次途指])))"
)

# A digit in full width, or with a dot or a wide space after it, opens a title; so do the
# other marks of an outline. Each way is one level of it, in the usual order.
_COUNT = "[0-9０-９一二三四五六七八九十]+"
_NUMBERINGS = (
    ("chapter", re.compile(rf"第\s*(?P<number>{_COUNT})\s*[章編部]\s*(?P<title>.+)")),
    ("clause", re.compile(rf"第\s*(?P<number>{_COUNT})\s*[節項条]\s*(?P<title>.+)")),
    ("ordinal", re.compile(rf"第\s*(?P<number>{_COUNT})\s+(?![表款]\s)(?P<title>.+)")),
    (
        "aim",
        re.compile(
            r"(?:(?:基本|重点|個別|主要|まちづくりの|事前に備えるべき)?"
            r"(?:(?:政策)?目標|政策|方針|戦略|大綱|柱|施策の柱|テーマ|分野|プロジェクト)|重点)\s*"
            + _NAMED_NUMBER
        ),
    ),
    (
        "policy",
        re.compile(
            r"(?:(?:基本|重点|個別|主要)?(?:施策|方向性?|施策の方向性?)|リスクシナリオ"
            r"|(?:起きてはならない)?最悪の事態)\s*" + _NAMED_NUMBER
        ),
    ),
    (
        "task",
        re.compile(
            r"(?:基本|重点|個別|主要な?|主な|具体的な?|推進|改革|実施)*"
            r"(?:取組み?|取り組み|項目|事業|課題|アクション)\s*" + _NAMED_NUMBER
        ),
    ),
    ("roman", re.compile(r"(?P<number>[Ⅰ-Ⅻ]|[IVX]+(?=[\s.．]))[\s.．、:：]*(?P<title>.+)")),
    ("kanji", re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})[\s.．、]+(?P<title>.+)")),
    (
        "digit",
        re.compile(
            r"(?P<number>[0-9０-９]{1,2})(?:\s+|\s*[.．、:：]\s*|(?=[「『]))(?P<title>\D.*)"
        ),
    ),
    (
        "nested",
        re.compile(
            r"(?P<number>[0-9０-９]{1,2}(?:[-－−‐–.．][0-9０-９]{1,2})+)[.．]?\s+(?P<title>\D.*)"
        ),
    ),
    ("box", re.compile(r"[【〔［](?P<number>[0-9０-９]{1,2}|[Ⅰ-Ⅻ])[】〕］]\s*(?P<title>.+)")),
    ("bracket", re.compile(r"[(（](?P<number>[0-9０-９]{1,2})[)）]\s*(?P<title>.+)")),
    ("bracket", re.compile(r"(?P<number>[⑴-⒇])\s*(?P<title>.+)")),
    ("circle", re.compile(r"(?P<number>[①-⑳])\s*(?P<title>.+)")),
    ("kana", re.compile(r"(?P<number>[ア-オカ-コｱ-ｺA-Z])[\s.．、]+(?P<title>.+)")),
    ("account", re.compile(_ACCOUNT.format(level="款"))),
    ("item", re.compile(_ACCOUNT.format(level="項"))),
    ("object", re.compile(_ACCOUNT.format(level="目(?![標的次途指])"))),
)

_BOXED_LABEL = re.compile(
    r"\A[【〔［]\s*([^\s【】〔〕［］0-9０-９]{2,8}\s*(?:[0-9０-９]+(?:[-－−‐–][0-9０-９]+)*|[Ⅰ-Ⅻ]))\s*[】〕］]\s*(?=\S)"
)
"""基本目標１ in brackets before its title (囲みの番号)."""

LEVELS = tuple(dict.fromkeys(level for level, _pattern in _NUMBERINGS))
"""The levels of an outline (見出しの階層), from the top."""

_ONE_SOURCE = (
    r"(?:(?:参考)?(?:別紙|資料|別添|別表|別冊|様式|付属資料|附属資料)"
    r"(?:第?\s*[0-9０-９一二三四五六七八九十①-⑳]+(?:[-－−‐–][0-9０-９]+)?号?)?|第[0-9０-９]+号様式)"
)
_YEAR = r"[(（][^()（）]+[)）]"
_SOURCE = re.compile(
    rf"(?:比較した資料[:：])?[\[（(【〔]?(?P<source>{_ONE_SOURCE}(?:・{_ONE_SOURCE}|{_YEAR}・"
    rf"{_ONE_SOURCE}{_YEAR})?)[\]）)】〕]?(?:\s+(?P<title>\S.*))?"
)

_PAGE_NUMBER = re.compile(
    r"[-－‐–—―~〜\s]*(?:p(?:age)?\.?\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*(?:ページ|頁))?[-－‐–—―~〜\s]*"
)

# No municipality is called 市道, 都市 or 地区; of 道, 都 and 府 there are these alone.
_PUBLISHER_NAME = (
    r"(?!市町村|都道府県|市区町村|区市町村|(?:都市|地区|学区|校区|特区|農村|漁村|本庁)(?:$|における|の))"
    r"(?:北海道|東京都|(?:京都|大阪|内閣)府|[一-龠々ヶケぁ-んァ-ン]{1,9}?(?:県|市|区|町|村|省|庁%s))"
)
_PUBLISHER = re.compile(rf"(?P<name>{_PUBLISHER_NAME % '|委員会'})(?:における|の(?=\S))")
_PUBLISHER_ALONE = re.compile(rf"(?:[一-龠]{{2,3}}[都道府県])?{_PUBLISHER_NAME % ''}")

_DAY = (
    r"(?:令和|平成|昭和|[RHS])?\s*(?:元|\d{1,4})\s*"
    r"(?:年度?(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|[./]\s*\d{1,2}(?:\s*[./]\s*\d{1,2})?)"
)
_DATE = re.compile(
    rf"[【［〔]{_DAY}\s*(?:計画|実績|予定|分|版)*[】］〕]|[(（]?{_DAY}\s*(?:末\s*)?(?:現在|作成|策定|改定|改訂|公表|版|時点)*[)）]?"
    rf"|[(（]?(?:計画期間\s*+[:：]?\s*+)?{_DAY}\s*(?:[~〜～―–-]|から)\s*{_DAY}\s*(?:まで)?[)）]?"
)

_LEADERS = re.compile(r"(?:[.・…‥⋯]\s*){3,}")
_CONTENTS = re.compile(
    r"目\s*次|もくじ|contents|[^\0]+\0(?:p\.?\s*)?\d{1,3}|.*\S\t\s*\d{1,3}", re.IGNORECASE
)

# Lines of our own exports: 新旧対照表, counts, and the legend of marks.
_HEADLINE = re.compile(
    r".{0,40}新旧対照表|(?:\d+件中)?\d+件(?:に変更(?:なし)?)?(?:\(.*|(?:\s+\w{2,4}\s+\d+)+)?"
    r"|\(?下線.{0,12}(?:箇所|部分)\)?|(?:変更のない|ほかの)\d+件.*省略した。?"
    r"|\(注\)\s*(?:下線|変更履歴|標題は|(?:変更のない|ほかの)\d+件).*"
    r"|凡例(?:\((?:区分|備考|数値|改称など)\)|\s+(?:.*取消線|.*\w(?:変更|言い換え|もの|値のない)\b)).*"
)

_FOOTNOTE = re.compile(r"[※*＊]\s*(?:関連)?施策\s*+(?:の?番号|No\.?)?[\s＿_:：は]*+(?P<rest>.*)")

_MARKED = re.compile(
    r"【\s*([^【】]*[^【】\s])\s*】|[＜〈<]\s*([^＜＞〈〉<>]*[^＜＞〈〉<>\s])\s*[＞〉>]"
    r"|[■◆◇]\s*([^\s■◆◇。](?:[^■◆◇。]*[^\s■◆◇。])?)"
)


@dataclass(frozen=True, slots=True)
class OutlineTitle:
    """A title (見出し), usually numbered. level: one of `LEVELS`, or what the outline adds."""

    level: str
    number: Number | None
    title: str


def numbered_title(text: str) -> OutlineTitle | None:
    """Parse a numbered title: １ …, 第１章 …, Ⅰ …, (1)…. None if it is none."""
    line = re.sub(r"(?<=\S)\s*[(（]\s*単位[^()（）]*[)）]\Z", "", text.strip())
    line = _BOXED_LABEL.sub(r"\1 ", line)
    if len(line) > _LONGEST_TITLE or line.endswith(("。", "．", "、")) or cites_article(line):
        return None
    for level, pattern in _NUMBERINGS:
        if match := pattern.fullmatch(line):
            written = match["number"] or match["ordinal"]
            return OutlineTitle(level, number(written), match["title"].strip())
    return None


def numbered_titles(text: str) -> list[OutlineTitle]:
    """Return the numbered titles on a line, from the top down: 款, 項 and 目 may share one."""
    texts = _LEVEL_BELOW.split(text.strip()) if _OF_ACCOUNT.match(text.strip()) else [text]
    found = [title for one in texts if (title := numbered_title(one)) is not None]
    if len(found) > 1 and found[1].level == "clause":
        found[1] = replace(found[1], level="item")
    return found if len(found) == len(texts) else []


def is_title_of_accounts(text: str) -> bool:
    """Return whether a line is the title of a 款, a 項 or a 目, or of several (款項目の見出し)."""
    found = numbered_titles(text)
    return bool(found) and all(title.level in {"account", "item", "object"} for title in found)


def marked_title(text: str) -> str | None:
    """Return the title in a line such as 【防犯意識の向上】 or ■ 環境の整備 (記号付きの見出し)."""
    match = _MARKED.fullmatch(text.strip())
    if match is None or len(text) > _LONGEST_TITLE:
        return None
    return next(title for title in match.groups() if title)


def number(text: str) -> Number:
    """Return a number (番号): an integer if it is one, else its text.

    １, (1), ①, 1., No.1 and 一 are 1; Ⅰ, 1-2, 1(2) and 0007 are text.
    """
    written = text.strip()
    folded = unicodedata.normalize("NFKC", written)
    bare = re.sub(r"\A(?:no\.?\s*|第)|[\s().、:章節]|\.\Z", "", folded, flags=re.IGNORECASE)
    if bare.isascii() and bare.isdigit() and not re.search(r"\d[.()]+\d", folded):
        is_text = (bare[0] == "0" and len(bare) > 1) or len(bare) > MOST_DIGITS
        return written if is_text else int(bare)
    if bare and all(kanji in "一二三四五六七八九十" for kanji in bare):
        return (is_certain(bare) and whole(bare)) or written
    return written


def is_numberlike(text: str) -> bool:
    """Return whether a cell's text is only the number of an outline item (番号らしさ)."""
    return bool(
        re.fullmatch(
            r"(?:No\.?\s*)?[(（]?(?:[0-9０-９]{1,4}|[①-⑳Ⅰ-Ⅻ])(?:[-－−‐–.．][(（]?[0-9０-９①-⑳]{1,3}[)）]?)*[)）]?[.．]?",
            text.strip(),
            re.IGNORECASE,
        )
    )


def may_be_title(text: str) -> bool:
    """Return whether the line may be a document's title (標題らしさ).

    Not a sentence, a remark in brackets such as （単位：千円）, or 部局名：市民部.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    is_remark = (
        re.fullmatch(r"\((?:[^()]|\([^()]*\))*\)|[※*].*|.{0,8}:.*|.*[。.]", folded) is not None
    )
    return not is_remark


def source_and_title(text: str) -> tuple[str, str] | None:
    """Split a line into 別紙２ or 資料１ (資料番号) and what follows; None if it has none."""
    match = _SOURCE.fullmatch(text.strip())
    return (match["source"], match["title"] or "") if match else None


def is_page_number(text: str) -> bool:
    """Return whether the line is only a page number (ページ番号): 3, - 3 -, 3/12, P.3."""
    return bool(_PAGE_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).lower()))


def is_date(text: str) -> bool:
    """Return whether the line is only a date (日付) or a year."""
    return bool(_DATE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def is_day(text: str) -> bool:
    """Return whether the line is a date of less than a year (年月日): 令和７年４月１日現在."""
    return is_date(text) and re.search("年度?[)）]?\\Z", text.strip()) is None


def is_of_contents(text: str) -> bool:
    """Return whether the line is of a table of contents (目次): 第１章　計画 …… 3."""
    folded = unicodedata.normalize("NFKC", text.replace("…", "・・")).strip()
    return bool(_CONTENTS.fullmatch(_LEADERS.sub("\0", folded)))


def is_export_headline(text: str) -> bool:
    """Return whether the line is one that our own exports print (新旧対照表の前書き)."""
    return bool(_HEADLINE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def publisher_in(title: str) -> str:
    """Return the publisher (策定主体) at the start of a title: 苫小牧市における…."""
    match = _PUBLISHER.match(title)
    return match["name"] if match else ""


def publisher_alone(text: str) -> str:
    """Return the publisher (策定主体) if the line is nothing else, else ""."""
    return text.strip() if _PUBLISHER_ALONE.fullmatch(text.strip()) else ""


def footnote(text: str) -> str | None:
    """Return what follows ※施策番号 (施策番号の注記) on the line, None if it is no such note."""
    match = _FOOTNOTE.fullmatch(text.strip())
    return match["rest"].strip() if match else None


# --- Lines that name the document, the table below them or its unit -----------------------------

_LONGEST_CAPTION = 60
SUM_OF_MONEY = re.compile(r"[\d,，]+\s*(?:百万|千)?円")

_WITH_AMOUNT = re.compile(rf"(.*\S)\s+({SUM_OF_MONEY.pattern})\s*")
_UNIT_BEHIND = re.compile(r"[(（\[［]\s*単位[^()（）]*[)）\]］]")
_WORD = re.compile(r"[^\W\d]{2}")


def split_amount(text: str) -> tuple[str, ...]:
    """Split a title from its amount or unit (款項の見出し)."""
    match = _WITH_AMOUNT.fullmatch(text)
    if match and is_title_of_accounts(match[1]):
        return match.group(1, 2)
    whole = text.rstrip()
    start = max(map(whole.rfind, "(（[［"))
    title = whole[: max(start, 0)].rstrip()
    last_part = max(map(title.rfind, "。、")) + 1
    is_titled = _WORD.search(title, last_part) and _UNIT_BEHIND.fullmatch(whole, start)
    return (title, whole[start:]) if is_titled and not numbered_title(text) else (text,)


def is_imprint(text: str) -> bool:
    """Return whether a line consists of a date or a publisher, and an office (発行日・発行者)."""
    *others, office = re.split(r"\u3000|\s{2,}", text.strip())
    are_known = all(is_date(part) or publisher_alone(part) for part in others)
    return bool(others) and are_known and is_office(office)


_TITLE_LINES = 25
_OF_PLANS = re.compile(
    "計画|一覧|事業|予算|戦略|方針|報告|状況|対照|調書|明細|内訳|見通し|プラン|ビジョン|施策|取組|実績|評価|決算"
)


def is_numbered_table(text: str) -> bool:
    """Return whether a line names a table by its number (表の番号): 第２表　繰越明許費補正."""
    return re.match(rf"第{_COUNT}表", squeezed(text)) is not None


def is_headline(text: str) -> bool:
    """Return whether an unnumbered, unmarked line may name the table below it (表の見出し)."""
    return (
        len(text) <= _LONGEST_HEADLINE
        and not re.search(r"\A\s*・|[。、]", text)  # an item of a list, a sentence
        and (is_numbered_table(text) or _OF_PLANS.search(squeezed(text)) is not None)
        and may_be_title(text)
        and unbracketed(text) == text  # as ［施策の効果］ above a list
        and marked_title(text) is None
        and not _is_furniture(text)
    )


_LONGEST_HEADLINE = 45

_OF_COUNCIL = re.compile(r"\s*(?:議案|報告|認定|承認|同意|諮問|発議|議員提出議案)第\s*\d+\s*号\s*")


def title_of(lines: Iterable[Line]) -> str:
    """Return the line most likely to be the document's title (標題), "" if there is none.

    lines: those above the first table. The title is one with a word such as 計画 or 一覧 before the
    first numbered title, else the first line that may be one.
    """
    first = ""
    for line in islice(lines, _TITLE_LINES):
        text = line.text.strip()
        if numbered_title(text) and not is_of_contents(text):
            break
        is_short = 0 < len(text) <= _LONGEST_CAPTION
        if not is_short or not may_be_title(text) or _is_furniture(text):
            continue
        if _OF_PLANS.search(squeezed(text)):
            return line.text
        first = first or line.text
    return first


def _is_furniture(text: str) -> bool:
    """Return whether a line is a number, amount, date, source, publisher or unit: no title."""
    marked = source_and_title(text)
    return bool(
        is_page_number(text)
        or SUM_OF_MONEY.fullmatch(text)
        or _OF_COUNCIL.fullmatch(text)
        or is_date(text)
        or is_of_contents(text)
        or publisher_alone(text)
        or is_imprint(text)
        or (marked and not marked[1])
        or is_unit_line(text)
        or is_note(text)
    )


# --- Numbers and remarks that open cells --------------------------------------------------------

_NUMBERED_NAME = re.compile(
    r"(?P<number>(?:[0-9０-９]{1,3}|[Ⅰ-Ⅻ])(?:[-－−‐–.．][0-9０-９]{1,3})*(?=\s)"
    r"|[0-9０-９]{1,3}(?=[.．])|[(（][0-9０-９]{1,3}[)）]|[①-⑳㉑-㉟](?!\s*[-－−＋+]))[.．\s]*(?P<name>\S.*)",
    re.DOTALL,
)

# Where a narrow column has lost the space between them: trusted only if the numbers count up.
_CLOSE_NUMBER = re.compile(r"(?P<number>[0-9０-９]{1,3})(?P<name>\D.*)", re.DOTALL)


def split_number(name: Sequence[str], *, is_close: bool = False) -> tuple[Number, list[str]] | None:
    """Split the number at the start of a name (事業名の頭の番号) from the rest, None without one.

    is_close: nothing separates the two.
    """
    pattern = _CLOSE_NUMBER if is_close else _NUMBERED_NAME
    match = pattern.fullmatch("\n".join(line.strip() for line in name))
    return (number(match["number"]), match["name"].split("\n")) if match else None
