"""A reader of amendments (改め文): it does what the sentences say, to the letter."""

import re
from collections.abc import Iterator

from bouhan_diff.render import labels
from bouhan_diff.render.amendment.quotation import BREAK

Change = tuple[int, int, str]


QUOTE = r"(Q\d+)"
ACTS = {
    f"{QUOTE}中{QUOTE}を{QUOTE}に(?:改め|(?=、))": lambda old, c, a, b: [within(old, c, a, b)],
    f"{QUOTE}中{QUOTE}を削(?:り|る)": lambda old, c, a: [within(old, c, a, "")],
    f"{QUOTE}を全て{QUOTE}に(?:改め|(?=、))": lambda old, a, b: list(each(old, a, b)),
    f"{QUOTE}を全て削(?:り|る)": lambda old, a: list(each(old, a, "")),
    f"{QUOTE}を{QUOTE}に(?:改め|(?=、))": lambda old, a, b: [within(old, a, a, b)],
    f"{QUOTE}の次の改行を削(?:り|る)": lambda old, a: [(at(old, a), at(old, a) + 1, "")],
    f"{QUOTE}の次で改行(?:し|する)": lambda old, a: [(at(old, a), at(old, a), "\n")],
    f"{QUOTE}の次に{QUOTE}を(?:加え|(?=、))": lambda old, a, b: [(at(old, a), at(old, a), b)],
    f"冒頭に{QUOTE}を(?:加え|(?=、))": lambda _old, a: [(0, 0, a)],
    f"に{QUOTE}を加え": lambda _old, a: [(0, 0, a)],
    f"末尾に{QUOTE}を(?:加え|(?=、))": lambda old, a: [(len(old), len(old), a)],
    f"(?:{QUOTE}中)?{QUOTE}を{QUOTE}の次に移(?:し|す)": lambda old, c, a, b: moved(
        old, c, a, at(old, b)
    ),
    f"(?:{QUOTE}中)?{QUOTE}を冒頭に移(?:し|す)": lambda old, c, a: moved(old, c, a, 0),
    f"(?:{QUOTE}中)?{QUOTE}を末尾に移(?:し|す)": lambda old, c, a: moved(old, c, a, len(old)),
    f"第1段落の前に{QUOTE}の段落を加え": lambda _old, a: [(0, 0, f"{a}\n")],
    rf"第(\d+)段落の次に{QUOTE}の段落を加え": lambda old, n, a: [
        (line_end(old, n), line_end(old, n), f"\n{a}")
    ],
    rf"第(\d+)段落{QUOTE}を削(?:り|る)": lambda old, n, a: [dropped(old, n, a)],
    f"{QUOTE}を削(?:り|る)": lambda old, a: [within(old, a, a, "")],
}
END = r"(?:る。|。|、|$)"


def amended(old: str, sentences: tuple[str, ...]) -> str:
    """The old text as the sentences alone amend it."""
    if sentences and sentences[0].startswith("全文を次のように"):
        lines = sentences[0].split("\n")[1:]
        assert all(line.startswith("　") for line in lines)
        return "\n".join(line[1:] for line in lines)
    if sentences == ("全文を削る。",):
        return ""
    in_one_line = (sentence.replace("、\n　", "、") for sentence in sentences)
    changes = [change for sentence in in_one_line for change in changes_of(old, sentence)]
    changes.sort(key=lambda change: change[:2])
    result, place = "", 0
    for start, stop, new in changes:
        assert start >= place
        result += old[place:start] + new
        place = stop
    return result + old[place:]


def changes_of(old: str, sentence: str) -> Iterator[Change]:
    """What a sentence changes of the old text."""
    quotes: list[str] = []
    rest = re.sub(r"^第\d+段落中(?=Q)", "", "".join(tokens(sentence, quotes)))
    while rest:
        for pattern, act in ACTS.items():
            if match := re.match(pattern + END, rest):
                given = [
                    quotes[int(group[1:])] if group and group[0] == "Q" else group
                    for group in match.groups()
                ]
                yield from act(old, *given)
                rest = rest[match.end() :]
                break
        else:
            raise AssertionError(rest)


def tokens(sentence: str, quotes: list[str]) -> Iterator[str]:
    """The sentence with Q0, Q1 … for what it quotes."""
    place = 0
    while place < len(sentence):
        opening = sentence[place]
        if opening not in "「『":
            yield opening
            place += 1
            continue
        closing = "」" if opening == "「" else "』"
        depth, stop = 1, place
        while depth:
            stop += 1
            depth += (sentence[stop] == opening) - (sentence[stop] == closing)
        yield f"Q{len(quotes)}"
        quotes.append(sentence[place + 1 : stop].replace(BREAK, "\n"))
        place = stop + 1


def only(text: str, part: str) -> int:
    """Where the part stands, which must be in one place alone."""
    assert part in text
    assert text.find(part, text.find(part) + 1) < 0, f"{part} stands in several places"
    return text.find(part)


def at(old: str, part: str) -> int:
    """The place behind a part."""
    return only(old, part) + len(part)


def within(old: str, context: str, part: str, new: str) -> Change:
    """The change of a part that stands in a context."""
    start = only(old, context) + only(context, part)
    return start, start + len(part), new


def each(old: str, part: str, new: str) -> Iterator[Change]:
    """The change of a part wherever it stands."""
    for match in re.finditer(re.escape(part), old):
        yield match.start(), match.end(), new


def moved(old: str, context: str | None, part: str, place: int) -> list[Change]:
    """The changes that bring a part to another place."""
    return [within(old, context or part, part, ""), (place, place, part)]


def line_end(old: str, number: str) -> int:
    """Where a paragraph ends."""
    return len("\n".join(old.split("\n")[: int(number)]))


def dropped(old: str, number: str, text: str) -> Change:
    """The change that drops a paragraph."""
    lines = old.split("\n")
    assert lines[int(number) - 1] == text
    start = line_end(old, str(int(number) - 1)) if int(number) > 1 else 0
    stop = line_end(old, number)
    return (start, stop, "") if int(number) > 1 else (0, min(stop + 1, len(old)), "")


PROPERTY = re.compile(r"([^「」本]+)中「(.*)」を「(.*)」に改める。")
ITEM = re.compile(
    r"(?:「([^」]*)」|(?P<name>名称)|本文)(?:中|の(?=冒頭に|末尾に|全文を)|(?=第)|(?=に「))"
)


def items_amended(items: dict[str, str], sentences: list[str]) -> dict[str, str]:
    """The items of an initiative, by their headings, as the sentences alone amend them."""
    said: dict[str, list[str]] = {}
    result = dict(items)
    for sentence in sentences:
        if found := PROPERTY.fullmatch(sentence):
            what = found[1] if found[1] in items else "名称"
            result[what] = found[3]
            assert items[what] == found[2]
        else:
            named = ITEM.match(sentence)
            assert named, f"{sentence} names no item"
            said.setdefault(named[1] or named["name"] or labels.TEXT, []).append(
                sentence[named.end() :]
            )
    for what, of_item in said.items():
        if of_item[0].startswith("に「"):
            (added,) = of_item
            assert not items[what]
            result[what] = added.removeprefix("に「").removesuffix("」を加える。")
        else:
            result[what] = amended(items[what], tuple(of_item))
    return result


def enacted(document: str) -> dict[str, list[str]]:
    """The sentences of a document by what they amend, as 1-2　名称; what is added, by its place."""
    _head, rest = re.split("の一部を次のように改め.*\n\n", document, maxsplit=1)
    body, _, _explained = rest.partition("\n――")
    found: dict[str, list[str]] = {}
    sentences: list[str] = []
    for line in body.split("\n"):
        if line.startswith("　"):
            if line.startswith("　　") and sentences:
                sentences[-1] += "\n" + line[1:]
            else:
                sentences.append(line[1:])
        elif line.endswith(("次のように加える。", "を削る。")) and "：" not in line:
            sentences = found[line] = []
        elif "：" in line:
            named, _, said = line.partition("：")
            sentences = found[named] = [said] if said else []
    return found
