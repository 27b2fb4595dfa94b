"""Amend the text of an ordinance (条文の改め文): 第４条第２項中「市長」を … に改める.

A text is one if it is an article with its caption, paragraphs and items alone (見出し・条・項・号),
or an appendix (附則・別表). Its sentences name the provision instead of the initiative and the
number of a line.
"""

import re
from collections.abc import Iterator, Sequence

from ...text.numerals import DIGITS, whole
from .phrasing import INDENT, AmendmentClause

NUMBER = r"[0-9０-９一二三四五六七八九十百]+"
ARTICLE = re.compile(rf"\s*(第{NUMBER}条(?:の{NUMBER})*)(?=\s)")
_CAPTION = re.compile(r"\s*[（(].+[）)]\s*\Z")
PARAGRAPH = re.compile(r"\s*([0-9０-９]{1,2})(?=\s)")
ITEM = re.compile(r"\s*[（(]([0-9０-９]{1,2})[）)](?=\s)")
KANJI_ITEM = re.compile(r"\s*([一二三四五六七八九十]{1,3})(?=\s)")
_APPENDIX = re.compile(rf"\s*(附\s*則|(?:別表|様式)(?:第{NUMBER}号?)?)\s*(?:[（(].+[）)]\s*)?\Z")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ORDINANCES = ("条例", "規則", "規程", "要綱", "要領")
"""What the title of a text in articles ends in (例規)."""
_OF_CAPTION = "の見出し"
_PROVISO = "ただし、"


def article(text: str) -> str:
    """Return the article whose text this is (条名), such as 第４条, or "" if it is not of one."""
    lines = text.split("\n")
    found = [match[1] for line in lines if (match := ARTICLE.match(line))]
    first = bool(_CAPTION.match(lines[0]))
    is_headed = len(lines) > first and bool(ARTICLE.match(lines[first]))
    return found[0] if is_headed and len(found) == 1 else ""


def part(text: str) -> str:
    """Return the article or appendix whose text this is (条名・附則・別表), or ""."""
    appendix = _APPENDIX.match(text.partition("\n")[0])
    return article(text) or ("".join(appendix[1].split()) if appendix else "")


def label(line: str) -> str:
    """Return what a line of an article begins with (条・項・号の番号): 第４条, ２, (1), or ""."""
    found = (pattern.match(line) for pattern in (ARTICLE, PARAGRAPH, ITEM, KANJI_ITEM))
    return next((match[0].strip() for match in found if match), "")


def is_item(line: str) -> bool:
    """Return whether a line of an article is an item (号か), below its paragraph."""
    return bool(ITEM.match(line) or KANJI_ITEM.match(line))


def counted(number: int, named: str) -> str:
    """Return a number as an article's name writes its own (条名に合わせた数字): ３, or 三."""
    if not re.match(rf"第[{DIGITS}十百]", named):
        return str(number).translate(_WIDE)
    written = ""
    for power, unit in ((100, "百"), (10, "十"), (1, "")):
        count, number = divmod(number, power)
        written += f"{DIGITS[count] * (count > bool(unit))}{unit * bool(count)}"
    return written


def is_caption(line: str) -> bool:
    """Return whether a line is the caption of an article (見出しか)."""
    return bool(_CAPTION.match(line)) and not is_item(line)


def named_articles(texts: Sequence[str]) -> str:
    """Return what adjacent articles are called together (条名): 第７条から第９条まで, or ""."""
    names = [*map(article, texts)]
    if not all(names) or len(names) == 1:
        return "".join(names)
    first, last = names[0], names[-1]
    return f"{first}及び{last}" if len(names) == len((first, last)) else f"{first}から{last}まで"


def provisions(text: str) -> tuple[str, ...]:
    """Return what each line of an article is called (条項号), none if one has no name."""
    named = article(text)
    if not named and (appendix := part(text)):
        return (appendix,) * (text.count("\n") + 1)
    lines = text.split("\n") if named else []
    has_paragraphs = any(map(PARAGRAPH.match, lines))
    item = KANJI_ITEM if any(map(KANJI_ITEM.match, lines)) else ITEM  # (1) is below 一
    place, found = named, list[str]()
    for line in lines:
        if ARTICLE.match(line):
            place = f"{named}第{counted(1, named)}項" if has_paragraphs else named
            found.append(place)
        elif match := PARAGRAPH.match(line):
            place = f"{named}第{counted(int(match[1]), named)}項"
            found.append(place)
        elif match := item.match(line):
            found.append(f"{place}第{counted(whole(match[1]), named)}号")
        elif not found:
            found.append(f"{named}{_OF_CAPTION}")
        else:
            return ()
    return tuple(found)


def below(text: str) -> str:
    """Return a text below a sentence (次のように), its lines indented."""
    return "".join(f"\n{INDENT}{line}" for line in text.split("\n"))


def _whole(clause: AmendmentClause, old: str, places: Sequence[str]) -> str:
    """Return the sentence for a clause that replaces or adds a whole provision, or "".

    As 第２条に次の１号を加える; captions are replaced as a whole (見出し・ただし書・項・号).
    """
    start, stop, new, source = clause.edit
    at = old.count("\n", 0, start)
    line_start, line_end = old.rfind("\n", 0, start) + 1, (old + "\n").find("\n", start)
    if (start, stop) == (line_start, line_end) and places[at].endswith(_OF_CAPTION) and new:
        return f"{places[at]}を「{new}」に改める。"
    if source or not start == stop == line_end:
        return ""
    if new.startswith(_PROVISO) and "\n" not in new:
        return f"{places[at]}に次のただし書を加える。{below(new)}"
    if article(old):
        return _added(new, old[line_end + 1 :], places[at])
    above = "" if line_end == len(old) else f"中「{old[line_start:line_end].strip()}」の次"
    is_of_lines = new.startswith("\n")
    return f"{places[at]}{above}に次のように加える。{below(new[1:])}" if is_of_lines else ""


def _added(new: str, rest: str, place: str) -> str:
    """Return the sentence that adds items or paragraphs below a provision (項・号の追加), or "".

    rest: what follows them. place: the provision they are below.
    """
    text = new.removeprefix("\n")
    lines = text.split("\n")
    count = counted(len(lines), place)
    is_of_lines = new.startswith("\n")
    if is_of_lines and all(map(is_item, lines)):
        over, what, is_last = re.sub(r"第[^第]+号\Z", "", place), "号", not is_item(rest)
    elif is_of_lines and all(map(PARAGRAPH.match, lines)):
        over, what, is_last = re.sub(r"(?<=条).*", "", place), "項", not rest
    else:
        return ""
    where = over if is_last else f"{place}の次"
    return f"{where}に次の{count}{what}を加える。{below(text)}"


def of_provisions(
    clauses: Sequence[AmendmentClause], old: str, places: Sequence[str]
) -> Iterator[tuple[str | None, str]]:
    """Yield each clause behind the provision it amends (改める条項号), or None and a sentence."""
    for clause in clauses:
        is_dropped = re.fullmatch(r"第(\d+)段落[「『].*を削り", clause.text, re.DOTALL)
        if sentence := _whole(clause, old, places):
            yield None, sentence
        elif clause.paragraph:
            yield f"{places[clause.paragraph - 1]}中", clause.text
        elif is_dropped and article(old):
            yield None, f"{places[int(is_dropped[1]) - 1]}を削る。"
        elif is_dropped:
            yield f"{places[int(is_dropped[1]) - 1]}中", clause.text.partition("段落")[2]
        else:
            named, was = part(old), old[clause.edit.start : clause.edit.stop]
            if is_everywhere := "を全て" in clause.text:  # as it is meant where a whole is named
                captioned = places[0].endswith(_OF_CAPTION) and was in old.partition("\n")[0]
                named += "（見出しを含む。）" if captioned else ""
            joint = "中" if is_everywhere or clause.text.startswith(("「", "『")) else "の"
            yield f"{named}{joint}", clause.text.replace("を全て", "を", 1)


def renamed_appendix(old: str, new: str) -> str:
    """Return the sentence that gives an appendix another name (別表の改称), or "" for none."""
    was, now = part(old), part(new)
    is_renamed = was and now and was != now and not (article(old) or article(new))
    return f"{was}を{now}とする。" if is_renamed else ""
