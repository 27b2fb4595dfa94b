"""What stands on the screen, at every width, with colour and without."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from printed import unspaced
from tables import amount, latin_table, with_fields

from bouhan_diff.comparison.amount_changes import MisprintedSum
from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import Selection, changed_only, group_rows, grouped, select
from bouhan_diff.comparison.table import (
    ComparisonTable,
    GroupBy,
    Mark,
    NotCompared,
    PropertyChange,
    Row,
    RowKind,
)
from bouhan_diff.diagnostics import Diagnostic, Level
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, Property, Section
from bouhan_diff.render import labels
from bouhan_diff.render.terminal import (
    Paint,
    palette,
    render_history,
    render_initiatives,
    render_lists,
    render_statistics,
    render_tables,
)
from bouhan_diff.render.terminal.palette import painted
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.loader import read_plan
from bouhan_diff.text.linebreak import NO_END, NO_START, display_width
from bouhan_diff.textdiff import EditKind, Segment

Printed = Callable[..., str]
Golden = Callable[[str, str], None]
WIDTHS = [20, 21, 33, 40, 60, 80, 99, 100, 101, 120, 140, 199, 200, 300]
MARKED = {True: Paint.PLAIN, False: Paint.MANY}
STYLES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_changes_look_as_they_did(
    table: ComparisonTable, printed: Printed, golden: Golden, width: int
) -> None:
    """What changed, at the usual widths and without colour."""
    pieces = render_tables([changed_only(table)], width=width, paint=Paint.PLAIN)
    golden(f"screen/changes-{width}.txt", printed(pieces, width=width))


@pytest.mark.parametrize("width", [80, 120])
def test_the_whole_plan_looks_as_it_did(
    table: ComparisonTable, printed: Printed, golden: Golden, width: int
) -> None:
    """The whole document with aims and notes."""
    pieces = render_tables([table], width=width, paint=Paint.PLAIN, full=True)
    golden(f"screen/show-{width}.txt", printed(pieces, width=width))


@pytest.mark.parametrize("width", [80, 120])
def test_one_initiative_looks_as_it_did(
    table: ComparisonTable, printed: Printed, golden: Golden, width: int
) -> None:
    """One initiative whole, with its edits one by one."""
    one = select(table, Selection(refs=("1-1",)))
    pieces = render_initiatives([one], width=width, paint=Paint.PLAIN)
    golden(f"screen/initiative-{width}.txt", printed(pieces, width=width))


@pytest.mark.parametrize("width", [40, 100])
def test_lists_look_as_they_did(
    table: ComparisonTable, printed: Printed, golden: Golden, width: int
) -> None:
    """Every department with its counts and bars."""
    pieces = render_lists([group_rows(table, GroupBy.DEPARTMENT)], width=width, paint=Paint.PLAIN)
    golden(f"screen/departments-{width}.txt", printed(pieces, width=width))


@pytest.mark.parametrize("width", [40, 100])
def test_statistics_look_as_they_did(
    table: ComparisonTable, printed: Printed, golden: Golden, width: int
) -> None:
    """Shares, bars and the most-changed initiatives."""
    pieces = render_statistics([table], width=width, paint=Paint.PLAIN)
    golden(f"screen/statistics-{width}.txt", printed(pieces, width=width))


def test_a_search_looks_as_it_did(table: ComparisonTable, printed: Printed, golden: Golden) -> None:
    """Found words are marked in whichever width they were written."""
    pieces = render_tables([table], width=120, paint=Paint.PLAIN, words=["line", "ｺﾝﾋﾞﾆ", "星"])
    golden("screen/search-120.txt", printed(pieces, width=120))


# ----------------------------------------------------- nothing cut or hidden


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("marks", [True, False])
def test_no_line_is_wider_than_the_screen(
    table: ComparisonTable, printed: Printed, width: int, *, marks: bool
) -> None:
    """Every line of every view keeps within the screen."""
    for view in every_view(table, width=width, paint=MARKED[marks]):
        for line in printed(view, width=width).splitlines():
            assert display_width(line) <= width, line


@pytest.mark.usefixtures("wide_ambiguous")
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_screens_fit_where_ambiguous_characters_take_two_cells(
    table: ComparisonTable, printed: Printed, width: int
) -> None:
    """On terminals that draw ① and ─ as wide as kanji no line runs over, and columns meet."""
    assert display_width("①─→■") == 8
    for view in every_view(table, width=width, paint=Paint.MANY):
        for line in printed(view, width=width).splitlines():
            assert display_width(line) <= width, line
    if width >= 100:
        lines = printed(render_tables([table], width=width), width=width).splitlines()
        heading = next(line for line in lines if table.new_heading in line)
        start = display_width(heading.split(table.new_heading)[0])
        rules = [line for line in lines if set(line) == {"─"}]
        assert rules
        assert all(width - display_width(line) < 2 for line in rules)
        row = next(line for line in lines if line.startswith("1-1"))
        assert _cut(row, start - 1, start) in ("", " ")


@pytest.mark.parametrize("width", [width for width in WIDTHS if width >= 100])
def test_side_by_side_every_character_is_there(printed: Printed, width: int) -> None:
    """Read down its column, each text of the shipped plan stands whole and in order."""
    whole = compare(load_plan())
    for row in whole.rows():
        one = select(whole, Selection(refs=(row.ref,)))
        lines = printed(render_tables([one], width=width), width=width).splitlines()
        heading = next(line for line in lines if whole.new_heading in line)
        starts = [
            display_width(heading.split(part)[0]) for part in (whole.old_heading, whole.new_heading)
        ]
        old = "".join(_cut(line, starts[0], starts[1]) for line in lines)
        new = "".join(_cut(line, starts[1], 1000) for line in lines)
        assert unspaced(row.old) in unspaced(old)
        assert unspaced(row.new) in unspaced(new)


@pytest.mark.parametrize("width", [width for width in WIDTHS if width < 100])
def test_under_one_another_every_character_is_there(printed: Printed, width: int) -> None:
    """Read downwards, each text of the shipped plan stands whole and in order."""
    whole = compare(load_plan())
    lines = printed(render_tables([whole], width=width), width=width).splitlines()
    bodies = [line[2:] if re.match("[旧新] ", line) else line for line in lines]
    text = unspaced("".join(bodies))
    for row in whole.rows():
        assert unspaced(row.old) in text
        assert unspaced(row.new) in text


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_of_the_shipped_plan_breaks_the_rules(printed: Printed, width: int) -> None:
    """No cell starts with 、 nor ends with 「, at any of the usual widths."""
    whole = compare(load_plan())
    for line in printed(
        render_tables([whole], width=width, paint=Paint.PLAIN), width=width
    ).splitlines():
        # A department is broken before its bracket on purpose; three spaces part the cells.
        for cell in re.split(r" {3,}", line):
            assert not cell or cell[0] not in NO_START, line
            assert not cell or cell.rstrip()[-1:] not in NO_END, line


def _cut(line: str, start: int, end: int) -> str:
    """What stands in these cells of a line."""
    place, kept = 0, ""
    for character in line:
        kept += character if start <= place < end else ""
        place += display_width(character)
    return kept


# ------------------------------------------------------------ colour and not


def test_with_colour_deletions_are_struck_and_insertions_underlined(
    table: ComparisonTable, printed: Printed
) -> None:
    """Deletions are red and struck, insertions green and underlined; no brackets are drawn."""
    text = printed(render_tables([table], width=120), width=120, colour=True)
    assert "\x1b[1;9;91m6\x1b[0m" in text
    assert "\x1b[1;4;32m12\x1b[0m" in text
    assert "{+12" not in text


def test_notation_is_quieter_than_substance(table: ComparisonTable, printed: Printed) -> None:
    """An edit of spelling alone is never bold."""
    text = printed(render_tables([table], width=120), width=120, colour=True)
    assert "\x1b[4;32mLINE\x1b[0m" in text


def test_what_changed_is_seen_on_every_ground() -> None:
    """No change is dimmed below the text around it, or in a colour that is lost on white."""
    edits = [*palette.DELETED.values(), *palette.INSERTED.values()]
    changed = [style for kind, style in palette.KIND.items() if kind is not RowKind.UNCHANGED]
    colours = {"black", "green", "yellow", "blue", "cyan", "bright_red", "grey"}
    for words in (style.split() for style in (*edits, *changed)):
        assert "on" in words or colours.intersection(words) <= {"bright_red", "green"}


def test_grey_can_be_read_on_white_and_on_black(table: ComparisonTable, printed: Printed) -> None:
    """What is quiet has a contrast of 4.5 to 1 at least on either ground, by WCAG's formula."""
    text = printed(render_tables([table], width=80), width=80, colour=True)
    assert "\x1b[2m" not in text
    (grey,) = set(re.findall(r"38;5;(\d+)", text))
    level = (8 + 10 * (int(grey) - 232)) / 255  # where the 256 colours keep their greys
    light = ((level + 0.055) / 1.055) ** 2.4
    assert (1 + 0.05) / (light + 0.05) >= 4.5
    assert (light + 0.05) / 0.05 >= 4.5


def test_bold_and_thin_are_explained_where_they_occur(
    table: ComparisonTable, printed: Printed
) -> None:
    """On a terminal the legend has those of the two that stand below it; a pipe has neither."""
    both = printed(render_tables([table], width=80), width=80, colour=True)
    assert "太字" in both
    assert "細字" in both
    light = select(table, Selection(kinds=(RowKind.NOTATION,)))
    thin = printed(render_tables([light], width=80), width=80, colour=True)
    assert "太字" not in thin
    assert "細字" in thin
    assert "太字" not in printed(render_tables([table], width=80, paint=Paint.PLAIN), width=80)


def test_marks_and_signs_are_explained_where_no_text_changed(printed: Printed) -> None:
    """A plan of amounts alone marks names and amounts, and says 皆増 too."""
    column = Column("予算額", ColumnType.AMOUNT, "千円")
    old, new = Edition(2023), Edition(2024)
    amounts = {"庁舎費": {old: "100", new: "200"}, "選挙費": {new: "50"}}
    rows = (Initiative(1, name, {}, fields={"予算額": amounts[name]}) for name in amounts)
    plan = Plan("予算", {old: "", new: ""}, (Section(1, "章", tuple(rows)),), columns=(column,))
    text = printed(render_tables([compare(plan)], width=80, paint=Paint.PLAIN), width=80)
    assert "{+選挙費+}" in text
    assert "{+追加+}" in text
    assert "皆増は令和5年度に値のないもの" in text


def test_a_heading_counts_what_it_shows(table: ComparisonTable, printed: Printed) -> None:
    """Asked for one kind, the heading has the number of what follows, and then of how many."""
    some = select(table, Selection(kinds=(RowKind.ADDED,)))
    text = printed(render_tables([some], width=100, paint=Paint.PLAIN), width=100)
    assert "1件を表示  新規 1  （6件中5件に変更）" in text
    assert "1　広報及び啓発活動の実施  1件を表示  （4件中3件に変更）" in text


LATIN = re.compile(r"[^\u3001-\u9fff\uff00-\uffef]*")


def test_in_english_only_the_texts_are_japanese(printed: Printed) -> None:
    """A table whose every text is Latin has no Japanese letter on any screen in English."""
    latin = latin_table()
    for pieces in every_view(latin, width=100, paint=Paint.PLAIN, language="en"):
        text = printed(pieces, width=100)
        assert LATIN.fullmatch(text), text
    text = printed(render_tables([latin], width=100, why=True, language="en"), width=100)
    assert "2 of 3 initiatives changed" in text
    assert "a figure changed" in text


def test_a_screen_without_colour_tells_the_same(table: ComparisonTable, printed: Printed) -> None:
    """With marks every edit can be told from plain text alone."""
    text = printed(render_tables([table], width=200, paint=Paint.PLAIN), width=200)
    assert "年[-6-]回" in text
    assert "年{+12+}回" in text


@pytest.mark.parametrize("width", [40, 120])
@pytest.mark.parametrize("marks", [True, False])
def test_nothing_from_data_steers_the_terminal(
    table: ComparisonTable, printed: Printed, width: int, *, marks: bool
) -> None:
    """Whatever text of a plan holds escapes, only the program's own styles reach the terminal.

    Among them a colour, a title, a link (OSC 8), the clipboard (OSC 52), CSI in one byte,
    changes of direction, and what ends a line elsewhere.
    """
    for evil in ("\x1b[31m", "\x1b]0;x\x07", "\x1b]8;;http://x\x1b\\", "\x1b]52;c;aGk=\x07"):
        hostile = everywhere(table, f"{evil}\x9b31m\u202e\u2066\u200b\u2028\x85\r\t\x00\x7f")
        for pieces in every_view(hostile, width=width, paint=MARKED[marks]):
            text = STYLES.sub("", printed(pieces, width=width, colour=not marks))
            assert "␛" in text
            assert "<U+202E>" in text
            # A zero-width space steers nothing, and is shown where it changed.
            left = {unicodedata.category(c) for c in text.replace("\n", "").replace("\u200b", "")}
            assert left.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def everywhere(table: ComparisonTable, evil: str) -> ComparisonTable:
    """The table with some characters before each of its texts."""

    def spoilt(row: Row) -> Row:
        return row._replace(
            section=row.section._replace(
                number=f"{evil}{row.section.number}",
                title=evil + row.section.title,
                aim=evil + row.section.aim,
            ),
            number=f"{evil}{row.number}",
            name=evil + row.name,
            department=evil + row.department,
            policies=tuple(evil + policy for policy in row.policies),
            old=None if row.old is None else evil + row.old,
            new=None if row.new is None else evil + row.new,
            segments=row.segments and (Segment(evil, evil * 2, EditKind.WORDING), *row.segments),
            changes=tuple(
                PropertyChange(c.what, f"{evil}{c.old}", f"{evil}{c.new}") for c in row.changes
            ),
        )

    return table._replace(
        title=evil + table.title,
        old_heading=evil + table.old_heading,
        new_heading=evil + table.new_heading,
        policy_plan=evil + table.policy_plan,
        groups=tuple(
            g._replace(heading=evil + g.heading, aim=evil, rows=tuple(map(spoilt, g.rows)))
            for g in table.groups
        ),
    )


def every_view(
    table: ComparisonTable, *, width: int, paint: Paint, language: str = "ja"
) -> list[Iterator[Any]]:
    """Everything that can be drawn of a table."""
    return [
        render_tables(
            [table], width=width, paint=paint, language=language, full=True, why=True, words=["を"]
        ),
        render_initiatives([table], width=width, paint=paint, language=language, words=["を"]),
        render_lists(
            [group_rows(table, GroupBy.DEPARTMENT)], width=width, paint=paint, language=language
        ),
        render_lists(
            [group_rows(table, GroupBy.POLICY)], width=width, paint=paint, language=language
        ),
        render_statistics([table], width=width, paint=paint, language=language),
        render_history([table], width=width, paint=paint, language=language),
    ]


def test_data_is_never_markup(table: ComparisonTable, printed: Printed) -> None:
    """Square brackets in a title or a text are printed as they are."""
    text = printed(render_tables([table], width=200), width=200, colour=True)
    assert "見守りの[red]環境[/red]の整備" in STYLES.sub("", text)
    assert "[red]赤[/red]" in STYLES.sub("", text)


@pytest.mark.parametrize("field", ["title", "old_heading"])
def test_a_hostile_plan_is_only_text(table: ComparisonTable, printed: Printed, field: str) -> None:
    """An escape sequence in a title or a heading is shown, not sent."""
    hostile = table._replace(**{field: "\x1b]0;x\x07題"})
    assert "␛]0;x␇題" in printed(render_tables([hostile], width=120), width=120)


# -------------------------------------------------------------------- fields


@pytest.mark.parametrize("width", [40, 80, 120])
def test_fields_look_as_they_did(printed: Printed, golden: Golden, width: int) -> None:
    """Changed fields stand under the texts, amounts under one another, whole at every width."""
    table = with_fields()
    text = printed(render_tables([table], width=width, paint=Paint.PLAIN), width=width)
    golden(f"screen/fields-{width}.txt", text)


@pytest.mark.parametrize("width", [40, 80])
def test_statistics_of_amounts_look_as_they_did(
    printed: Printed, golden: Golden, width: int
) -> None:
    """The largest increases and decreases lead, then the sums; no column is empty."""
    text = printed(render_statistics([with_fields()], width=width, paint=Paint.PLAIN), width=width)
    golden(f"screen/amounts-{width}.txt", text)
    assert "施策番号" not in text


def test_a_sum_that_the_document_prints_otherwise_is_told(printed: Printed) -> None:
    """Where the document's own 合計 is another, the statistics say which; else nothing."""
    year = Edition.parse("R6")
    wrong = MisprintedSum(year, "1　子育て", "予算額", "千円", Decimal(1200), Decimal(1100))
    for sums, is_told in (((), False), ((wrong,), True)):
        pieces = render_statistics([with_fields()._replace(misprinted=sums)], width=120)
        told = "令和6年度　1　子育て　予算額（千円）：資料に印刷された合計1,200は、"
        assert (told in printed(pieces, width=120)) is is_told


def test_what_a_document_gives_once_is_said(printed: Printed) -> None:
    """A field that is neither old nor new was not compared, and the reader is told so."""
    table = compare(load_plan(Path(__file__).parents[2] / "cases" / "labels" / "plan.yaml"))
    text = printed(render_tables([table], width=120, paint=Paint.PLAIN), width=120)
    assert "\n対象者は、資料に新旧の別がない" in text


def test_sums_and_notes_stand_below_what_changed(printed: Printed) -> None:
    """What the sums leave out, a sum that the document prints otherwise, and its own notes."""
    city = Path(__file__).parents[2] / "cases" / "city"
    table = compare([load_plan(city / f"{year}.yaml") for year in ("R6", "R7")])
    text = printed(render_tables([table], width=120, paint=Paint.PLAIN), width=120)
    below = [line for line in text.partition("\n合計\n")[2].splitlines() if line][1:]
    assert below == [
        "当初予算額（千円）           220,270 → 210,620  △9,650 (△4.4%)  金額の記載なし 1",
        "  1　居場所づくり             54,700 →  53,500  △1,200 (△2.2%)  金額の記載なし 1",
        "  2　子育て家庭への支援      141,800 → 139,800  △2,000 (△1.4%)",
        "  3　安全で安心なまちづくり  *23,870 →  17,320  *△6,450 (△27.1%)",
        "令和7年度の当初予算額は、資料に数値のない1-4 若者の居場所づくり事業（皆増）を含まない",
        "*令和6年度　3　安全で安心なまちづくり　当初予算額（千円）：資料に印刷された合計23,870は、"
        "計算した23,770と異なる",
        "※ 当初予算額は、人件費を除く。",
    ]
    assert re.search(r"当初予算額（千円） +\[-2,600-\]  △2,600 \(皆減\)", text)
    assert re.search(r"目標値（指標：登録者数） +\{\+100人\+\}  \+100人 \(皆増\)", text)
    assert "皆減は令和7年度に値のないもの" in text


def test_a_plan_that_numbers_nothing_has_no_numbers(printed: Printed) -> None:
    """Numbers that only count the rows are not shown; names are taken wherever a number is."""
    for draw in (render_tables, render_statistics):
        for is_numbered in (True, False):
            table = with_fields()._replace(is_numbered=is_numbered)
            text = printed(draw([table], width=80), width=80)
            assert bool(re.search(r"\b[12]-\d", text)) is is_numbered


def test_much_that_was_not_compared_is_listed_at_the_end(printed: Printed) -> None:
    """A few items stand above the table, no heading broken in two; many are counted there."""
    items = tuple(NotCompared(f"見積りの項目{n}", "only-new") for n in range(1, 9))
    few = printed(
        render_tables([with_fields()._replace(not_compared=items[:2])], width=80), width=80
    )
    assert "比較していない項目：見積りの項目1（新の資料だけに記載のある項目）、" in few
    many = printed(render_tables([with_fields()._replace(not_compared=items)], width=80), width=80)
    assert "比較していない項目：8項目（終わりに一覧）" in many
    assert "\n・見積りの項目8（新の資料だけに記載のある項目）\n" in many


def test_a_changed_amount_is_told_with_its_difference(printed: Printed) -> None:
    """Old, new, by how much and by what share, on one line under the texts."""
    text = printed(render_tables([with_fields()], width=80), width=80)
    assert "当初予算額（千円）  38,700 → 36,900  △1,800 (△4.7%)" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_no_field_is_cut(printed: Printed, width: int) -> None:
    """Headings and values of changed fields are there to the letter, and no line is too long."""
    text = printed(render_tables([with_fields()], width=width), width=width)
    assert all(display_width(line) <= width for line in text.splitlines())
    for row in with_fields().rows():
        for field in row.fields:
            if field.is_changed:
                for value in (field.heading, field.old, field.new):
                    assert unspaced(value) in unspaced(text)


def test_a_word_that_was_found_in_a_field_is_seen(printed: Printed) -> None:
    """A field that did not change stands in the row where it is what was looked for."""
    found = render_tables([with_fields()], width=80, paint=Paint.PLAIN, words=["小学生"])
    assert "対象者              市内の**小学生**" in printed(found, width=80)
    assert "対象者" not in printed(render_tables([with_fields()], width=80), width=80)


def test_one_initiative_lists_every_field(printed: Printed) -> None:
    """`show REF` has the unchanged fields too, and says which were not compared."""
    text = printed(render_initiatives([with_fields()], width=80), width=80)
    for row in with_fields().rows():
        for field in row.fields:
            assert field.heading in text
            assert unspaced(field.new) in unspaced(text)
    assert "比較なし" in text


def test_what_was_not_compared_stands_beside_the_counts(printed: Printed) -> None:
    """What the counts do not cover is named under them."""
    lines = printed(render_tables([with_fields()], width=80), width=80).splitlines()
    assert (
        lines[2] == "比較していない項目：成果（新の資料だけに記載のある項目、「実績」と同じ項目か）"
    )


def test_a_plan_of_amounts_alone_has_no_column_for_texts(printed: Printed) -> None:
    """Where no initiative has a text, none is said to be missing."""
    table = with_fields()
    groups = tuple(
        one._replace(rows=tuple(row._replace(old="", new="", segments=()) for row in one.rows))
        for one in table.groups
    )
    for width in (80, 120):
        text = printed(render_tables([table._replace(groups=groups)], width=width), width=width)
        assert "38,700 → 36,900" in text
        for words in ("（新規）", table.old_heading, "本文に変更なし"):
            assert words not in text


@pytest.mark.parametrize("kind", [RowKind.ADDED, RowKind.REMOVED])
def test_a_row_of_amounts_in_one_edition_has_no_texts(printed: Printed, kind: RowKind) -> None:
    """Beside rows with texts, one of amounts alone says once that it is new or dropped."""
    table = with_fields()
    (first, *others), *_rest = (one.rows for one in table.groups)
    sides = {"old": None, "new": ""} if kind is RowKind.ADDED else {"old": "", "new": None}
    alone = first._replace(kind=kind, segments=(), **sides)
    groups = (table.groups[0]._replace(rows=(alone, *others)), *table.groups[1:])
    text = printed(render_tables([table._replace(groups=groups)], width=80), width=80)
    assert f"（{labels.KIND[kind]}）" not in text


def test_a_history_begins_with_the_amounts_by_year(printed: Printed) -> None:
    """The values of each year stand side by side, as published."""
    one = select(with_fields(), Selection(refs=("1-1",)))
    lines = printed(render_history([one], width=80, paint=Paint.PLAIN), width=80).splitlines()
    assert lines[0].split() == ["令和5年度", "令和6年度"]
    assert lines[2].split() == ["当初予算額（千円）", "38,700", "36,900"]


def test_a_history_on_a_narrow_screen_lists_the_years(printed: Printed) -> None:
    """Where a table has no room, each year takes a line under the heading, and none is cut."""
    one = select(with_fields(), Selection(refs=("1-1",)))
    lines = printed(render_history([one], width=30, paint=Paint.PLAIN), width=30).splitlines()
    assert lines[:3] == ["当初予算額（千円）", "  令和5年度  38,700", "  令和6年度  36,900"]


def test_statistics_say_how_many_increases_are_left_out(printed: Printed) -> None:
    """Of more than five, the largest five are shown and counted."""
    first = next(with_fields().rows())
    rows = [first._replace(number=n, fields=(amount("予算", "0", str(n)),)) for n in range(1, 8)]
    table = with_fields()._replace(groups=grouped(rows, GroupBy.SECTION), totals=())
    text = printed(render_statistics([table], width=80), width=80)
    assert "予算（千円）  増加の大きいもの  7件中5件" in text
    assert "0 → 7" in text
    assert "0 → 2" not in text


def test_what_reading_left_to_be_checked_is_counted(printed: Printed) -> None:
    """Doubts and losses stand beside the counts; a mere note does not."""
    levels = (Level.LOSS, Level.DOUBT, Level.NOTE)
    reports = tuple(Diagnostic(level, "struck-out") for level in levels)
    text = printed(render_tables([with_fields()._replace(reports=reports)], width=80), width=80)
    assert "資料の読取りで確認が必要な箇所：2か所" in text


def test_two_documents_of_one_year_are_named(printed: Printed) -> None:
    """Where the editions do not tell them apart, the screen says whose text is old and new."""
    table = with_fields()
    same = table._replace(
        old_edition=table.new_edition,
        new_heading=table.old_heading,
        old_document="資料1",
        new_document="資料2",
    )
    text = printed(render_tables([same], width=120), width=120)
    assert "旧：資料1\n新：資料2\n" in text
    assert "旧　R5 事業内容" in text
    assert "新　R5 事業内容" in text


def test_without_colour_a_terminal_still_has_bold() -> None:
    """NO_COLOR takes the colours and keeps what is bold, struck and underlined."""
    pieces = render_tables([with_fields()], width=80, paint=Paint.BOLD)
    text = "".join(painted(piece, Paint.BOLD) for piece in pieces)
    assert "\x1b[1m" in text
    assert "\x1b[4m{+実施する+}\x1b[0m" in text
    assert not re.search(r"\x1b\[(?:\d+;)*[3459]\d", text)


# -------------------------------------------------------------------- counts


def test_the_headline_counts_the_kinds(table: ComparisonTable, printed: Printed) -> None:
    """The headline says how many of how many changed, by kind."""
    text = printed(render_tables([table], width=120), width=120)
    assert "6件中5件に変更  新規 1・廃止 1・内容 1・表現 1・表記 1・変更なし 1" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_tells_the_kinds_at_every_width(printed: Printed, width: int) -> None:
    """Beside or under its bar each department has its kinds, which colour alone may not tell."""
    shipped = group_rows(compare(load_plan()), GroupBy.DEPARTMENT)
    text = printed(render_lists([shipped], width=width, paint=Paint.PLAIN), width=width)
    chart = text.split(labels.CHANGED_OF_ALL)[1]
    assert chart.count("内容") == 7
    assert chart.count("表現") == 1


def test_mergers_and_splits_are_told(table: ComparisonTable, printed: Printed) -> None:
    """An initiative that was made of several, or of a part of one, says of which."""
    first, *others = table.rows()
    for refs, told in (
        ({"old_refs": ("1-1", "1-9"), "new_refs": ("1-1",)}, "統合（旧：1-1、1-9）"),
        ({"old_refs": ("2-3",), "new_refs": ("1-1", "1-2")}, "分割（旧：2-3）"),
    ):
        groups = (table.groups[0]._replace(rows=(first._replace(**refs), *others)),)
        for width in (40, 120):
            pieces = render_tables([table._replace(groups=groups)], width=width)
            assert told in printed(pieces, width=width)


def test_a_doubtful_match_is_told(table: ComparisonTable, printed: Printed) -> None:
    """A ? stands by its kind, the headline counts it, and the row says what is to be checked."""
    first, *others = table.rows()
    unsure = first._replace(old_refs=("4-14",), new_refs=("1-1",), certainty=0.63)
    groups = (table.groups[0]._replace(rows=(unsure, *others)),)
    for width in (60, 120):
        pieces = render_tables([table._replace(groups=groups)], width=width, paint=Paint.PLAIN)
        text = printed(pieces, width=width)
        assert text.count("？】") == text.count("要確認 1") == 1
        assert "要確認（旧の4-14と" in text


def test_a_new_number_is_told_as_a_reference(table: ComparisonTable, printed: Printed) -> None:
    """An initiative that moved to another section says which; its number alone is no change."""
    first = next(table.rows())._replace(
        old_refs=("5-1",),
        new_refs=("1-1",),
        changes=(
            PropertyChange(Property.SECTION, "5　旧", "1　新"),
            PropertyChange(Property.NUMBER, 7, 1),
        ),
        marks=(Mark.RENUMBERED,),
    )
    groups = (table.groups[0]._replace(rows=(first,)),)
    pieces = render_tables([table._replace(groups=groups)], width=80, paint=Paint.PLAIN)
    text = printed(pieces, width=80)
    assert "章：[-5　旧-] → {+1　新+}" in text
    assert "番号：5-1 → 1-1" in text


def test_a_number_alone_is_told_quietly(table: ComparisonTable, printed: Printed) -> None:
    """What is no change but another number is not marked as one."""
    same = next(row for row in table.rows() if row.kind is RowKind.UNCHANGED)
    moved = same._replace(old_refs=("4-5",), new_refs=("2-5",), marks=(Mark.RENUMBERED,))
    groups = (table.groups[0]._replace(rows=(moved,)),)
    for width in (80, 120):
        renumbered = table._replace(groups=groups)
        assert "番号：4-5 → 2-5" in printed(
            render_tables([renumbered], width=width, paint=Paint.PLAIN), width=width
        )
        coloured = printed(render_tables([renumbered], width=width), width=width, colour=True)
        assert "\x1b[38;5;243m4-5 → 2-5\x1b[0m" in coloured


def test_a_text_that_did_not_change_is_printed_once(
    table: ComparisonTable, printed: Printed
) -> None:
    """Where the department alone changed, its change stands over one text that says no more."""
    same = next(row for row in table.rows() if row.kind is RowKind.UNCHANGED)
    assert same.new
    moved = same._replace(
        kind=RowKind.SUBSTANCE,
        changes=(PropertyChange(Property.DEPARTMENT, "甲課", same.department),),
    )
    groups = (table.groups[0]._replace(rows=(moved,)),)
    for width, times in ((80, 1), (120, 2)):
        pieces = render_tables([table._replace(groups=groups)], width=width, paint=Paint.PLAIN)
        text = printed(pieces, width=width)
        assert "[-甲課-]" in text
        assert text.count("本文に変更なし") == 1
        assert text.count(same.new[:8]) == times


def test_the_unchanged_are_left_out_in_one_line(
    table: ComparisonTable, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changed is shown without the unchanged, and says how many they are."""
    monkeypatch.setenv("LANGUAGE", "en")
    text = printed(render_tables([changed_only(table)], width=120), width=120)
    assert "1 unchanged" in text
    assert "出前講座" not in text


def test_other_kinds_that_are_left_out_are_said_too(
    table: ComparisonTable, printed: Printed
) -> None:
    """Asked for one kind alone, the screen says that there are others."""
    some = select(table, Selection(kinds=(RowKind.NOTATION,)))
    text = printed(render_tables([some], width=120), width=120)
    assert "5" in text.splitlines()[-1]


def test_several_tables_stand_apart(table: ComparisonTable, printed: Printed) -> None:
    """Where one plan or one step of a history ends and the next begins can be seen."""
    for render in (render_tables, render_initiatives, render_lists, render_statistics):
        alone = printed(render([table], width=100), width=100)
        assert printed(render([table, table], width=100), width=100) == f"{alone}\n\n{alone}"


def test_one_year_alone_has_one_column(printed: Printed) -> None:
    """One year is shown with its own heading, and neither counts nor marks changes."""
    text = printed(render_tables([single_year(load_plan(), "R6")], width=120), width=120)
    assert "令和6年度  37件\n" in text
    assert "令和６年度 事業概要（予定）" in text
    assert "令和５年度" not in text
    assert "に変更" not in text


def test_names_that_came_went_or_changed_are_marked(printed: Printed) -> None:
    """Without colour too, and an old name stands before its new one where there is room."""
    city = Path(__file__).parents[2] / "cases" / "city"
    table = compare([load_plan(city / f"{year}.yaml") for year in ("R6", "R7")])
    text = printed(render_tables([table], width=80, paint=Paint.PLAIN), width=80)
    assert "【新規】  {+若者の居場所づくり事業+}" in text
    assert "【廃止】  [-紙おむつ支給事業-]" in text
    assert "[-産後ケア事業-] → {+産後ケア・訪問支援事業+}" in text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        pytest.param("", "該当", "（記載なし） → {+該当+}", id="an empty cell was filled"),
        pytest.param(None, "該当", "（記載なし） → {+該当+}", id="one document alone has a cell"),
        pytest.param("該当", None, "[-該当-] → （記載なし）", id="the cell is gone"),
        pytest.param("400\n275", "400\n198", "[-275-] → 400", id="the last line of a cell"),
        pytest.param("275\n400", "198\n400", "400 → {+198+}", id="the first line of a cell"),
        pytest.param("委託料", "委託料\n工事費", "{+工事費+}", id="a line was added"),
    ],
)
def test_an_edit_of_a_field_is_marked_at_both_ends(
    printed: Printed, old: str | None, new: str | None, shown: str
) -> None:
    """What a field lost or gained has both its marks, also where lines end or a side is empty."""
    r6, r7 = Edition(2024), Edition(2025)
    value = {edition: text for edition, text in ((r6, old), (r7, new)) if text is not None}
    one = Initiative(1, "橋の点検", {r6: "点検", r7: "点検"}, fields={"節": value})
    plan = Plan(
        "計画",
        {r6: "", r7: ""},
        (Section(1, "章", (one,)),),
        columns=(Column("節", headings={r6: "節", r7: "節"}),),
    )
    pieces = render_tables([compare(plan, r6, r7)], width=80, paint=Paint.PLAIN)
    assert shown in printed(pieces, width=80)


def test_amounts_that_need_no_explanation_leave_no_blank_line(printed: Printed) -> None:
    """Below the marks of edits stands one blank line, whether or not signs follow them."""
    table = compare(read_plan(_PLAIN_AMOUNTS.encode(), "plan.yaml"))
    shown = printed(render_tables([table], width=80), width=80)
    assert "1 → 2" in shown
    assert "\n\n\n" not in shown


_PLAIN_AMOUNTS = """
title: 計画
years: {R6: 内容, R7: 内容}
columns: {予算額: {type: amount, unit: 千円}}
sections:
  - number: 1
    title: 章
    initiatives:
      - number: 1
        name: 巡回
        summaries: {R6: 月に回る。, R7: 週に回る。}
        fields: {予算額: {R6: "1", R7: "2"}}
"""
