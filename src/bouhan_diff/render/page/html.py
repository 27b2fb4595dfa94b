"""The web page (HTML): one file that needs no network and no server.

Up to `MOST_WRITTEN` rows are written into the page, which can be read without its script. With more
rows the page holds their markup as data, and the script shows a part at a time.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ...comparison.changed_figures import main_amount
from ...comparison.table import ComparisonTable, FieldComparison, Row, RowKind
from ...plan import BESIDE_NAMES, CODES, Property
from ...text.escape import writable
from ...text.linebreak import NO_END, NO_START, display_width
from ...text.normalize import is_dash
from ...textdiff import EditKind, Segment
from ...textdiff.tokenizer import words
from .. import labels
from ..brief import JOINED, aims, measured, name_edits, whole_words
from ..notices import changed_parts, drops_nothing, signs, text_heading
from ..phrasebook import Phrasebook
from ..remarks import remark_lines
from ..sums import summed, unread_words
from .cards import amounts_with_row
from .choices import choices, facts_of, omitted, searched, sort_columns
from .model import PagePlan, plans_of

MOST_WRITTEN = 2_000
"""With more rows than this a browser takes long to open a page that holds them all."""

_FOLDER = Path(__file__).parent
_ORDINAL = re.compile(r"((?:第|明治|大正|昭和|平成|令和)[\d元一二三四五六七八九十]+(?:年度|\w)?)")
"""A number in a title (第２次): browsers that break titles at phrases would break inside it."""

_ERA = re.compile(r"(明治|大正|昭和|平成|令和|第)$")
"""What a number stays with that counts a year or a version (令和３年度, 第２次)."""

_FIGURE = re.compile(
    r"([Ａ-Ｚａ-ｚ]{2,}"
    r"|(?:[約第計]|令和|平成)?[0-9０-９](?:[0-9０-９]|[,，.．](?=[0-9０-９]))*[一-鿿々ヶかカ％%]{0,2}"
    r"|[ァ-ヶ一-鿿A-Za-z0-9][～〜][ァ-ヶ一-鿿A-Za-z0-9]|[一-鿿々]{0,2}[ぁ-ん]{1,4}。$)"
)
"""What no line parts: a figure with what it counts (約350団体), a range, the end of a text."""

_PARTS = re.compile(r"(?<=[\s\u3000])|(?=[（(])")
_SHORTEST_PART = 6

_IN_FIGURE = re.compile(r"\d[\w%％]|\w\d").fullmatch
"""A figure and what goes with it: no line breaks between the two."""

TextPiece = tuple[str, str, list[str], bool, bool]
"""A piece of a text (文の一片): `del`, `ins` or empty; its classes, of which the first is the kind
of edit; its lines; whether it is the first, and whether the last, of adjoining ones that are
announced as one."""


def write(
    tables: Sequence[ComparisonTable], language: str = "ja", most_written: int = MOST_WRITTEN
) -> bytes:
    """Return the tables as one web page (HTML), in UTF-8, with style and script inside.

    language: of the words around the texts. most_written: how many rows to write into the page.
    """
    say = Phrasebook(language, is_document=True)
    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js")
    )
    plans = plans_of(tables, say)
    style += "".join(_widths(place, plan, say) for place, plan in enumerate(plans, 1))
    style += _PORTRAIT if not any(plan.sides for plan in plans) else ""
    environment = _environment(plans, say)
    entries = sum(len(block.entries) for plan in plans for block in plan.blocks)
    is_written = entries <= most_written
    environment.globals["is_written"] = is_written
    page = environment.get_template("page.html").generate(
        title=say.titled([table.title for table in tables]),
        plans=plans,
        count=entries,
        example=min((row.name for one in tables for row in one.rows()), key=len, default=""),
        choices=choices(plans, say),
        sort_columns=sort_columns(plans),
        is_compared=any(plan.is_compared for plan in plans),
        style=Markup(style),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        security_policy=_security_policy(style, script),
        omitted=omitted(plans),
        stored=() if is_written else _stored(environment, plans),
        script_words={"figure": _FIGURE.pattern, **{text: say(text) for text in _SCRIPT_WORDS}},
    )
    return b"".join(map(str.encode, page))


def _environment(plans: Sequence[PagePlan], say: Phrasebook) -> jinja2.Environment:
    """Return the environment of the templates (ひな形の環境), with the functions that they call."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=say,
        ja="" if say.is_japanese else Markup(' lang="ja"'),
        aims=aims,
        labels=labels,
        amounts_with_row=amounts_with_row,
        drops_nothing=drops_nothing,
        main_amount=main_amount,
        measured=measured,
        changed_parts=changed_parts,
        remarks=remark_lines,
        meanings=_MEANINGS,
        meanings_of_kinds=_meanings_of_kinds,
        summed=summed,
        unread_words=unread_words,
        is_dash=is_dash,
        whole=_whole,
        title_parts=_title_parts,
        both_texts=_both_texts,
        codes=CODES,
        given=_given,
        numbered=_unparted(_ORDINAL),
        figured=_unparted(_FIGURE),
        summary_side=_summary_side,
        edited=_edited,
        name_pieces=_name_pieces,
        one_side=_one_side,
        field_side=_field_side,
        facts=facts_of,
        explained=_explainer(plans, say),
        may_begin=_may_begin,
        shown_value=_shown_value,
    )
    return environment


def _explainer(plans: Sequence[PagePlan], say: Phrasebook) -> Callable[[PagePlan, str], str]:
    """Return a function that explains each sign where a reader first meets it (記号の意味).

    Without the script or on a narrow screen the legend is far away.
    """
    left = {id(plan): dict(signs(plan.table.rows(), *say.sides(plan.table), say)) for plan in plans}

    def explained(plan: PagePlan, text: str) -> str:
        met = [sign for sign in left[id(plan)] if sign in text]
        return say.listed([say.meaning(sign, left[id(plan)].pop(sign)) for sign in met])

    return explained


_PORTRAIT = "@page { size: A4 portrait; }\n"
"""Amounts without texts are printed upright: more of them are on a page."""


_WIDEST_HEADING, _WIDEST_AMOUNT = 20.0, 9.0
"""Widths of a column of headings and of amounts, at most, in letters of full width."""

_DIGIT = 0.58
"""The width of a digit beside a letter of full width."""


def _widths(place: int, plan: PagePlan, say: Phrasebook) -> str:
    """Return the widths of headings and amounts of a plan (欄の幅), as a style."""
    entries = [entry for block in plan.blocks for entry in block.entries]
    shown = [one for entry in entries for one in (*entry.fields, *entry.rest)]
    amounts = [one for one in shown if one.is_amount and one.is_changed]
    texts = [labels.published_amount(text or "") for one in amounts for text in (one.old, one.new)]
    sums = [value for total in plan.totals for value in (total.old, total.new) if value is not None]
    headings = [*map(labels.field_heading, shown), *map(labels.field_heading, plan.totals)]
    widest = max(map(display_width, [*texts, *map(labels.amount, sums)]), default=0) * _DIGIT
    above = max(map(display_width, say.sides(plan.table))) / 2
    heading = min(max(map(display_width, headings), default=0) / 2 + 0.5, _WIDEST_HEADING)
    amount = min(max(widest, above) + 1.2, _WIDEST_AMOUNT)
    figure = min(widest + 0.2, _WIDEST_AMOUNT)
    sizes = f"--heading: {heading:.2f}em; --amount: {amount:.2f}em; --figure: {figure:.2f}em"
    sizes += "; --about: 40%" if plan.has_long_names else ""
    return f"#plan{place} {{ {sizes}; }}\n"


_SCRIPT_WORDS = (
    "{n}件を表示",
    "{n}件が該当",
    "変更{m}件",
    "{first}～{last}件目／{all}件",
    "条件：{conditions}　{all}件中{n}件を表示",
    "変更がないため載せていないもの（{n}件）：{names}",
    "、",
)
"""What the script says, filled in there."""


def _shown(value: object) -> object:
    """Return a value as the template prints it (表示), made safe."""
    return writable(value) if type(value) is str else value


def _stored(environment: jinja2.Environment, plans: Sequence[PagePlan]) -> Iterator[str]:
    """Yield every row as data (事業のデータ): its markup, and the keys for filters and search."""
    rows: Any = environment.get_template("row.html").module
    # Within a script no text may look like its end; in JSON these are the same characters.
    safe = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
    entries = (
        (plan, block, entry) for plan in plans for block in plan.blocks for entry in block.entries
    )
    for plan, block, entry in entries:
        row = {
            **facts_of(entry),
            "group": block.id,
            "text": searched(entry.row),
            "html": str(rows.initiative(plan, entry)),
        }
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        yield text.translate(safe)


def _security_policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy: only our own style and script run, by their hashes."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    )


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


# ------------------------------------------------------------------------------- texts


def _both_texts(table: ComparisonTable, say: Phrasebook) -> str:
    """Return the heading of both texts as one (見え消しの列見出し), such as 現行 → 改正案."""
    editions, heading = " → ".join(say.sides(table)), text_heading(table)
    return editions if heading == labels.TEXT else f"{editions}　{heading}"


def _title_parts(title: str) -> list[str]:
    """Return the parts of a title between which lines should break (標題の改行箇所)."""
    parts: list[str] = []
    for part in _PARTS.split(title):
        if parts and min(len(part), len(parts[-1])) < _SHORTEST_PART:
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _unparted(pattern: re.Pattern[str]) -> Callable[[str], Markup]:
    """Return a function that marks what no line parts (分割しない語), as the pattern says."""
    one = Markup('<span class="one">{}</span>')

    def marked(text: str) -> Markup:
        pieces = enumerate(pattern.split(writable(text)))
        return Markup("").join(one.format(piece) if at % 2 else piece for at, piece in pieces)

    return marked


@lru_cache(maxsize=4_096)
def _whole(name: str) -> Markup:
    """Return a name that breaks between phrases alone (改行できる箇所): 防犯｜施策の｜推進.

    Browsers would break it anywhere, as in 支援｜課.
    """
    parts: list[str] = []
    is_open = False  # whether the last part needs the next word: a prefix, 「 or a number
    for word in words(writable(name)):
        is_short = word.pos[0] in JOINED or len(word.surface) == 1
        is_of_era = parts and word.surface[0].isdigit() and _ERA.search(parts[-1])
        if parts and (is_open or is_of_era or (is_short and word.surface not in NO_END)):
            parts[-1] += word.surface
        else:
            parts.append(word.surface)
        last = word.surface[-1]
        is_open = word.pos[0] == "接頭辞" or last in NO_END or last.isdigit()
        is_open = is_open or (len(parts[-1]) == 1 and word.pos[0] == "名詞")  # 小｜学生
    return Markup("<wbr>").join(parts)


def _summary_side(row: Row, tag: str) -> list[TextPiece]:
    """Return one side's text (本文の新旧) in pieces; without another side, as one piece.

    The piece is that of a row that came or went as a whole, or of one that is not compared.
    """
    if row.segments:
        return _pieces(tag, whole_words(row.segments))
    text = row.old if tag == "del" else row.new
    if not text:
        return []
    lines = text.split("\n")
    return [(tag, row.kind, lines, True, True) if row.kind else ("", "", lines, True, True)]


def _name_pieces(row: Row, tag: str) -> list[TextPiece]:
    """Return the old or new name of a renamed initiative (改称の新旧) in pieces."""
    return _pieces(tag, name_edits(row))


def _field_side(field: FieldComparison, tag: str) -> list[TextPiece]:
    """Return one side of a text field (項目の新旧) in pieces."""
    whole = Segment(field.old or "", field.new or "", EditKind.SUBSTANCE)
    if field.kind in (RowKind.ADDED, RowKind.REMOVED):
        return [(tag, field.kind, writable(whole.old or whole.new).split("\n"), True, True)]
    return _pieces(tag, whole_words(field.segments or (whole,)))


def _given(row: Row) -> list[Property]:
    """Return a row's properties beside its name (名称のほかの属性)."""
    return [what for what in BESIDE_NAMES if row.value(what)]


def _shown_value(field: FieldComparison) -> str:
    """Return the value of a field that did not change (項目の値)."""
    return labels.published(field, field.old if field.new is None else field.new)


def _edited(row: Row) -> list[tuple[str, Segment]]:
    """Return the edits (変更箇所) of the summary in text order, then those of fields.

    Each with the heading of its field, "" for the summary.
    """
    texts = [("", row.segments)]
    texts += [(labels.written_heading(one.heading), one.segments) for one in row.fields]
    every = ((name, one) for name, some in texts for one in whole_words(tuple(some)))
    return [(name, one) for name, one in every if one.is_edit]


def _one_side(edit: Segment, tag: str) -> list[TextPiece]:
    return _pieces(tag, (edit,))


def _pieces(tag: str, segments: Iterable[Segment]) -> list[TextPiece]:
    """Return one side of segments in pieces (文の片側): the old for `del`, the new for `ins`."""
    sides = ((one.old if tag == "del" else one.new, one.kind) for one in segments)
    found = [("" if kind is EditKind.EQUAL else tag, kind, text) for text, kind in sides if text]
    tags = ["", *(one[0] for one in found), ""]
    texts = ["", *(one[2] for one in found), ""]
    return [
        (
            tag,
            kind + _glued(*texts[place : place + 3]),
            writable(text, is_changed=bool(tag)).split("\n"),
            tags[place] != tag,
            tags[place + 2] != tag,
        )
        for place, (tag, kind, text) in enumerate(found)
    ]


def _glued(before: str, text: str, after: str) -> str:
    """Return the classes of a piece before or after which no line may break: 午後6｜時, 月｜2回."""
    classes = " glued" if _IN_FIGURE(before[-1:] + text[:1]) else ""
    return classes + (" glued-on" if _IN_FIGURE(text[-1:] + after[:1]) else "")


def _may_begin(kind: str, line: str) -> bool:
    """Return whether a piece may begin a line (行頭に来てよいか), by its classes and text."""
    return "glued" not in kind.split() and line[:1] not in NO_START


_MEANINGS = {
    RowKind.SUBSTANCE: ("事実の変更", "事実の変更（主体・行為・対象・数・範囲・条件）"),
    RowKind.WORDING: ("言い換え", "同じ事実の言い換え（助詞・活用・つなぎのことば）"),
    RowKind.NOTATION: ("書き方の違い", "同じことばの書き方の違い（全角・半角、送り仮名、句読点）"),
}
"""What each kind of change means (区分の意味), in short and with examples."""


def _meanings_of_kinds(table: ComparisonTable, say: Phrasebook) -> list[str]:
    """Return the meaning of the kinds that occur (区分の語)."""
    found = {row.kind for row in table.rows()}
    words = (
        (say.kind(kind), say(short)) for kind, (short, _) in _MEANINGS.items() if kind in found
    )
    return [say.meaning(*one) for one in words]
