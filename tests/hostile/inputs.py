"""What attacks are made of: each function returns a file's bytes and is named in the table."""

import base64
import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from strangers import FILES

SOUND = """\
title: 防犯施策の取組み
publisher: 苫小牧市
years:
  R5: 令和５年度
  R6: 令和６年度
sections:
  - number: 1
    title: 広報及び啓発
    initiatives:
      - number: 1
        name: 犯罪情報等の提供
        department: 市民生活課
        policies: [ア①]
        summaries:
          R5: 街頭で商店に呼びかけた。
          R6: 街頭でコンビニに呼び掛けた。
      - number: 2
        name: 防犯灯の整備
        department: 道路河川課
        policies: [イ②]
        summaries:
          R5: 防犯灯を10基設置した。
          R6: 防犯灯を10基設置した。
"""

_TO_ESCAPE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


Recipe = Mapping[str, Any] | str
"""What the table says of an input."""


def made(recipe: Recipe) -> bytes:
    """The bytes of a recipe: text, `bytes`, `base64`, a change of the sound plan, or `make`."""
    if isinstance(recipe, str):
        return recipe.encode("utf-8", "surrogatepass")
    if "bytes" in recipe:
        return str(recipe["bytes"]).encode("latin-1")
    if "stranger" in recipe:
        return FILES[recipe["stranger"]]()
    if "base64" in recipe:
        return base64.b64decode(recipe["base64"])
    if "replace" in recipe:
        assert SOUND.count(recipe["replace"]) == 1, "replace must stand once in the sound plan"
        return SOUND.replace(recipe["replace"], recipe["by"]).encode("utf-8", "surrogatepass")
    return MAKERS[recipe["make"]](
        **{name: value for name, value in recipe.items() if name != "make"}
    )


# ------------------------------------------------------------------- data files


def sound() -> bytes:
    """A plan with nothing wrong in it."""
    return SOUND.encode()


def next_year() -> bytes:
    """The plan that follows the sound one."""
    following = SOUND.replace("  R5: 令和５年度\n", "").replace("          R5:", "          R7:")
    return following.replace("  R6: 令和６年度\n", "  R6: 令和６年度\n  R7: 令和７年度\n").encode()


def csv_source() -> bytes:
    """A published table as CSV, which is read."""
    return "番号,事業名,令和５年度,令和６年度\n1,防犯灯,設置する。,更新する。\n".encode()


def encoded(codec: str, mark: bool = False) -> bytes:
    """The sound plan in another encoding."""
    return (("\ufeff" if mark else "") + SOUND).encode(codec, "ignore")


def alias_bomb(levels: int = 9, width: int = 9, as_plan: bool = False) -> bytes:
    """Anchors of lists of aliases, each level multiplying the one before."""
    lines = ["a0: &a0 [" + ", ".join(["lol"] * width) + "]"]
    for level in range(1, levels):
        aliases = ", ".join([f"*a{level - 1}"] * width)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    bomb = "\n".join(lines) + "\n"
    if not as_plan:
        return bomb.encode()
    return SOUND.replace("sections:", bomb + "sections:").encode()


def alias_bomb_of_rows(levels: int = 12) -> bytes:
    """A plan whose initiatives double with each alias, all of it where it belongs."""
    rows = "\n".join(
        f"  - number: {number}\n    title: t{number}\n    initiatives: *rows"
        for number in range(2, 2**levels)
    )
    return (SOUND.replace("    initiatives:\n", "    initiatives: &rows\n") + rows).encode()


def alias_bomb_of_text(size: int, uses: int) -> bytes:
    """One long text behind an anchor, used many times as a summary."""
    rows = "".join(
        f"      - number: {number}\n        name: n\n        summaries: {{R5: *t, R6: *t}}\n"
        for number in range(3, 3 + uses)
    )
    text = SOUND.replace("R5: 街頭", "R5: &t 街頭" + "あ" * size)
    return (text + rows).encode()


def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    """Brackets in brackets."""
    return ("title: " + opening * depth + closing * depth + "\n").encode()


def nested_blocks(depth: int) -> bytes:
    """Keys under keys, each further in."""
    return "".join(f"{' ' * level}a:\n" for level in range(depth)).encode()


def long_scalar(megabytes: int, style: str = "plain") -> bytes:
    """A plan with one huge text."""
    size = megabytes << 20
    text = {
        "plain": "x" * size,
        "quoted": '"' + "x" * size + '"',
        "lines": "|\n" + ("  " + "x" * 77 + "\n") * (size // 80),
    }
    return SOUND.replace("title: 防犯施策の取組み", "title: " + text[style]).encode()


def many(count: int, what: str) -> bytes:
    """A plan with a great many of something."""
    rows = {
        "keys": "k{n}: v\n",
        "initiatives": "      - {{number: {m}, name: 事業, summaries: {{R5: 旧, R6: 新}}}}\n",
        "anchors": "x{n}: &a{n} v\n",
        "mistakes": "      - {{}}\n",
        "comments": "# comment\n",
        "documents": "---\n",
        "years": "  {y}: 見出し\n",
    }
    if what == "policies":
        numbers = ", ".join(f"ア{number}" for number in range(count))
        return SOUND.replace("[ア①]", f"[{numbers}]").encode()
    if what == "letters":
        return SOUND.replace("防犯灯の整備", "名" * count).encode()
    many_rows = "".join(rows[what].format(n=n, m=n + 3, y=2000 + n) for n in range(count))
    if what == "years":
        return SOUND.replace("years:\n", "years:\n" + many_rows).encode()
    return (SOUND + many_rows).encode()


def shape(count: int, of: str, first: int = 5) -> bytes:
    """A plan of two years with a great many of something, all of it in its place."""
    numbers = ", ".join(f"ア{number}" for number in range(count))
    of_one = {"number": 1, "name": "事業", "department": "課", "policies": ""}
    rows: list[dict[str, object]] = [of_one]
    match of:
        case "departments":
            rows = [{**of_one, "number": n, "department": f"課{n}"} for n in range(count)]
        case "policies":
            rows = [{**of_one, "number": n, "policies": numbers} for n in range(1, count + 1)]
        case "names":
            rows = [{**of_one, "name": "名" * count, "department": "課" * count}]
        case "initiatives":
            texts = [f"{n * n * first % 9973}号を{n * 7 % 997}回整備する" for n in range(count)]
            rows = [{**of_one, "number": n, "text": text} for n, text in enumerate(texts)]
        case "growing texts":
            words = [f"{n}番と" for n in range(count)]
            rows = [{**of_one, "number": n, "text": "".join(words[:n])} for n in range(count)]
    years = [f"R{first}", f"R{first + 1}"]
    if of == "years":
        years = [str(1955 + n) for n in range(count)]
    headings = ", ".join(f"{year}: 年" for year in years)
    one_section = "".join(_row(row, years) for row in rows)
    lines = f"title: 題\npublisher: 市\nyears: {{{headings}}}\nsections:\n"
    for number in range(1, count + 1) if of == "sections" else (1,):
        lines += f"  - number: {number}\n    title: 章\n    initiatives:\n{one_section}"
    return lines.encode()


def _row(row: Mapping[str, object], years: Sequence[str]) -> str:
    """An initiative, its summaries the same but for their ends."""
    texts = ", ".join(f"{year}: {row.get('text', '')}の{year}" for year in years)
    return (
        f"      - {{number: {row['number']}, name: {row['name']}, department: {row['department']}, "
        f"policies: [{row['policies']}], summaries: {{{texts}}}}}\n"
    )


def summary(text: str = "", times: int = 1, other: str = "") -> bytes:
    """The sound plan with a summary that repeats a text, and another one beside it."""
    old, new = _quoted(text * times), _quoted((other or text) * times)
    changed = SOUND.replace("R5: 街頭で商店に呼びかけた。", f"R5: {old}")
    return changed.replace("R6: 街頭でコンビニに呼び掛けた。", f"R6: {new}").encode()


def repeated(text: str, times: int) -> bytes:
    """A text many times."""
    return (text * times).encode()


def huge_number(digits: int) -> bytes:
    """The sound plan with a section of a long number."""
    return SOUND.replace("  - number: 1\n", f"  - number: {'9' * digits}\n").encode()


def _quoted(text: str) -> str:
    """A text as YAML takes it in double quotes."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _TO_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)


def everywhere(text: str) -> bytes:
    """A plan in which a text stands in every place that takes one."""
    quoted = _quoted(text)
    return f"""\
title: {quoted}
source: {quoted}
publisher: {quoted}
policy_plan: {quoted}
years: {{R5: {quoted}, R6: {_quoted(text + "新")}}}
sections:
  - number: {quoted}
    title: {quoted}
    aim: {quoted}
    initiatives:
      - number: {quoted}
        name: {quoted}
        department: {quoted}
        policies: [{quoted}]
        summaries: {{R5: {_quoted(text + "旧い商店")}, R6: {_quoted("新しいコンビニ" + text)}}}
      - number: 2
        name: {quoted}
        summaries: {{R5: {quoted}}}
      - number: 3
        name: {quoted}
        summaries: {{R6: {quoted}}}
      - number: 4
        name: {quoted}
        summaries: {{R5: {quoted}, R6: {quoted}}}
""".encode()


def document(texts: Sequence[str], edition: str) -> bytes:
    """A published table as CSV: a row for each text, with the text in every cell of words."""
    rows: list[Sequence[str]] = [
        ["番号", "事業名", "担当課", "対象者", f"{edition}事業概要", f"{edition}予算額（千円）"]
    ]
    for number, text in enumerate(texts, 1):
        said = text.replace("\0", "")
        words = f"{said}を{'設置' if edition == 'R6' else '更新'}する。{said}"
        rows.append(
            [str(number), f"{said}{number}", said, f"{edition}{said}", words, f"{edition[1]}00"]
        )
    rows.append([f"※ {' '.join(texts[:9])}"])
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode(errors="replace")


MAKERS: dict[str, Callable[..., bytes]] = {
    made.__name__: made
    for made in (
        sound,
        csv_source,
        next_year,
        encoded,
        alias_bomb,
        alias_bomb_of_rows,
        alias_bomb_of_text,
        nested,
        nested_blocks,
        long_scalar,
        many,
        shape,
        summary,
        everywhere,
        document,
        huge_number,
        repeated,
    )
}
