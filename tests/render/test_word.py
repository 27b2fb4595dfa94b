"""Word: read back by python-docx, which did not write it, and by LibreOffice."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import docx
import pdfplumber
import pytest
import readable
from budget import CAMERA, LAMPS, PATROL, budget, budgeted, text
from docx.enum.text import WD_UNDERLINE
from docx.table import Table, _Cell
from hypothesis import example, given, settings
from hypothesis import strategies as st
from libreoffice import LibreOffice
from printed import printed_rows, unspaced
from tables import with_texts

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import changed_only, group_rows, grouped
from bouhan_diff.comparison.history import restated
from bouhan_diff.comparison.table import (
    ComparisonTable,
    GroupBy,
    PropertyChange,
    Row,
    SectionHeading,
    count,
)
from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, Property
from bouhan_diff.render.brief import whole_words
from bouhan_diff.render.docx.document import HouseStyle, WordOptions, write
from bouhan_diff.render.remarks import remark_lines
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import writable
from bouhan_diff.textdiff import EditKind, Segment

NEXT_YEAR = Path(__file__).parent.parent / "cases" / "next_year" / "programs.yaml"
NAME, OLD, NEW, DEPARTMENT, POLICIES, REMARKS = range(6)


@pytest.fixture(scope="session")
def succeeding() -> ComparisonTable:
    """Two documents: initiatives renamed, renumbered, moved, merged, split, new and dropped."""
    return compare([load_plan(), load_plan(NEXT_YEAR)], "R5", "R7")


def opened(content: bytes | Path) -> list[Table]:
    """The document's tables, without the headings of sections that long ones repeat."""
    source = io.BytesIO(content) if isinstance(content, bytes) else str(content)
    tables = docx.Document(source).tables
    for table in tables:
        readable.repeated_headings(table)
    return tables


def rows(table: ComparisonTable, content: bytes | Path) -> Iterator[tuple[Row, list[_Cell]]]:
    """Each row of the comparison with the cells that it was written to."""
    for found, written in zip(table.groups, opened(content), strict=True):
        for row, line in zip(found.rows, written.rows[1:], strict=True):
            yield row, list(line.cells)


def underlined(cell: _Cell) -> str:
    """The underlined text of a cell, of all its paragraphs."""
    return "".join(run.text for p in cell.paragraphs for run in p.runs if run.underline)


def edited(segments: tuple[Segment, ...], side: str) -> str:
    """What the engine marks on one side, without the newlines that part paragraphs."""
    found = whole_words(segments)
    marked = (getattr(s, side) for s in found if s.kind is not EditKind.EQUAL)
    return "".join(marked).replace("\n", "")


def test_both_summaries_stand_in_their_columns(shipped: ComparisonTable) -> None:
    """Each paragraph of a summary is one of its cell, old and new as the source orders them."""
    for row, cells in rows(shipped, write([shipped])):
        assert cells[OLD].text == row.old
        assert cells[NEW].text == row.new


def test_changed_words_are_underlined_in_both_columns(shipped: ComparisonTable) -> None:
    """What is underlined is what the engine marks, and no word more."""
    for row, cells in rows(shipped, write([shipped])):
        assert underlined(cells[OLD]) == edited(row.segments, "old")
        assert underlined(cells[NEW]) == edited(row.segments, "new")


def test_new_and_dropped_initiatives_are_told(renewed: ComparisonTable) -> None:
    """（新規） stands in the old column of what is new, （廃止） in the new one of what went.

    An ordinance has the words of the law.
    """
    found = {row.ref: cells for row, cells in rows(renewed, write([renewed]))}
    assert found["1-3"][OLD].text == "（新規）"
    assert underlined(found["1-3"][NEW]) == found["1-3"][NEW].text
    assert underlined(found["1-3"][NAME]) == "3電動キックボードの安全利用"
    assert found["Ⅱ-Ⅱ-2"][NEW].text == "（廃止）"
    assert underlined(found["Ⅱ-Ⅱ-2"][OLD]) == found["Ⅱ-Ⅱ-2"][OLD].text
    of_law = readable.document(write([renewed], WordOptions(style="ordinance")))
    assert "（新設）" in of_law
    assert "（削る）" in of_law


def test_remarks_say_what_a_renamed_or_moved_initiative_was(renewed: ComparisonTable) -> None:
    """Few marks are below what they are about, with what was before; with kinds, under 備考."""
    found = {row.ref: cells for row, cells in rows(renewed, write([renewed]))}
    assert found["1-1"][NAME].text.split("\n")[1:] == ["改称（旧：交通安全教室）"]
    assert underlined(found["1-1"][NAME]) == "交通安全教室の開催"
    assert "\n" not in found["1-2"][NAME].text
    assert "所管替え\n旧：福祉部" in found["1-2"][DEPARTMENT].text
    assert "\n" not in found["1-3"][NAME].text
    assert all(len(cells) == REMARKS for cells in found.values())
    found = {
        row.ref: cells
        for row, cells in rows(renewed, write([renewed], WordOptions(shows_kinds=True)))
    }
    assert found["1-1"][REMARKS].text == "内容の変更\n改称（旧：交通安全教室）"
    assert found["1-3"][REMARKS].text == "新規"


def test_nothing_stands_that_an_office_would_delete(shipped: ComparisonTable) -> None:
    """Without marks there is no 備考, and counts by kind stand only where they are asked for."""
    content = write([shipped])
    assert [cell.text for cell in opened(content)[0].rows[0].cells][DEPARTMENT:] == [
        "担当課",
        "※施策番号",
    ]
    assert not styled(content, "見出しの件数")
    assert styled(write([shipped], WordOptions(shows_kinds=True)), "見出しの件数") == [
        "37件中15件に変更（内容 14・表現 1）"
    ]


def styled(content: bytes, style: str) -> list[str]:
    """The text of each paragraph of a style, outside the tables."""
    found = docx.Document(io.BytesIO(content)).paragraphs
    return [paragraph.text for paragraph in found if paragraph.style.name == style]


def test_the_note_explains_every_mark_and_no_other(
    shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """Whoever gets the paper alone knows what its marks mean."""
    lighter = "（点線は言い換え、二重下線は表記だけの変更）"
    assert styled(write([shipped]), "注") == [f"（注）下線部分は変更箇所{lighter}。"]
    content = write([renewed])
    assert styled(content, "注") == [
        f"（注）下線部分は変更箇所{lighter}。（新規）は令和６年度になく令和７年度にあるもの。"
        "（廃止）は令和６年度にあり令和７年度にないもの。"
    ]
    assert styled(content, "注（続き）") == ["改称は名称の変更。所管替えは担当課の変更。"]


def test_what_is_said_otherwise_is_not_marked_like_a_fact(shipped: ComparisonTable) -> None:
    """取り付けることで and 取り付け say the same: a dotted line, which 等 that went never has."""
    runs = [
        run
        for table in docx.Document(io.BytesIO(write([shipped]))).tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    dotted = {run.text for run in runs if run.underline is WD_UNDERLINE.DOTTED}
    assert {"取り付けることで", "取り付け"} <= dotted
    assert not any("コンビニ" in one for one in dotted)


def test_former_reference_is_told_once(succeeding: ComparisonTable) -> None:
    """A renumbered initiative has its former reference, a merged one both, a split one its own."""
    written = rows(succeeding, write([succeeding]))
    remarks = {row.name: cells[-1].text.split("\n") for row, cells in written}
    assert "番号変更（旧：第5章の1）" in remarks["消費者被害防止講座の実施"]
    assert "統合（旧：第4章の7、第4章の12）" in remarks["青少年の巡回活動"]
    assert "分割（旧：第4章の2）" in remarks["学校玄関の施錠"]


def test_a_row_of_another_section_names_it(succeeding: ComparisonTable) -> None:
    """Two sections may have had one number: beside a reference the page names the former one."""
    rows_ = {row.name: row for row in succeeding.rows()}
    said = remark_lines(rows_["消費者被害防止講座の実施"], shows_refs=True)
    assert said[:1] == ["番号変更（旧：5-1）"]
    assert any(re.match("章の変更（旧：5　", one) for one in said)


def test_new_year_stands_on_the_left_when_asked(shipped: ComparisonTable) -> None:
    """new_first turns the two columns with their headings, as legal drafting has them."""
    content = write([shipped], WordOptions(new_first=True))
    headings = [cell.text for cell in opened(content)[0].rows[0].cells]
    assert headings[OLD : NEW + 1] == [shipped.new_heading, shipped.old_heading]
    for row, cells in rows(shipped, content):
        assert (cells[OLD].text, cells[NEW].text) == (row.new, row.old)


def test_one_year_alone_has_one_text_column() -> None:
    """A single year has no remarks and nothing underlined."""
    table = single_year(load_plan(), Edition(2024))
    for row, cells in rows(table, write([table])):
        assert len(cells) == 4
        assert cells[OLD].text == row.new
        assert not any(map(underlined, cells))
    assert "新旧対照表" not in "".join(
        p.text for p in docx.Document(io.BytesIO(write([table]))).paragraphs
    )


def test_one_year_of_two_documents_is_told_apart() -> None:
    """What two documents say of one year has one year in its title, and two headings."""
    table = restated([load_plan(), load_plan(NEXT_YEAR)], "R6")
    table = table._replace(old_heading=table.new_heading)
    document = docx.Document(io.BytesIO(write([table])))
    subtitle = "令和６年度（変更前）・令和６年度（変更後）　新旧対照表"
    assert subtitle in [p.text for p in document.paragraphs]
    headings = [cell.text for cell in opened(write([table]))[0].rows[0].cells]
    assert headings[OLD : NEW + 1] == [
        "令和６年度（変更前）\n事業概要",
        "令和６年度（変更後）\n事業概要",
    ]


def test_a_year_stands_once_over_texts_of_which_one_heading_names_it(
    shipped: ComparisonTable,
) -> None:
    """The other document says its year in its title alone; both headings look alike."""
    table = shipped._replace(
        old_heading="事業概要", new_heading="2024（令和6）年度 事業概要（予定）"
    )
    headings = [cell.text for cell in opened(write([table]))[0].rows[0].cells]
    assert headings[OLD : NEW + 1] == ["令和５年度\n事業概要", "令和６年度\n事業概要（予定）"]


def test_aims_and_footnote_stand_where_the_source_has_them(shipped: ComparisonTable) -> None:
    """An aim stands between its heading and its table, a short footnote before the first."""
    inside = docx.Document(io.BytesIO(write([shipped]))).iter_inner_content()
    order = ["表" if isinstance(block, Table) else block.text for block in inside]
    first = order.index("1　広報及び啓発活動の実施")
    assert order[first + 1] == shipped.groups[0].aim
    assert order[first + 2] == "表"
    assert order[first - 1] == f"※施策番号　{shipped.policy_plan}"
    assert sum(text.startswith("※施策番号") for text in order) == 1


@pytest.mark.parametrize("by", list(GroupBy))
def test_every_grouping_has_a_table_per_group(shipped: ComparisonTable, by: GroupBy) -> None:
    """Grouped by department or policy number, a column has the section of each number."""
    table = group_rows(shipped, by)
    for row, cells in rows(table, write([table])):
        *front, name = cells[: 1 if by is GroupBy.SECTION else 2]
        assert name.text == f"{row.number}\t{row.name}"
        assert [cell.text for cell in front] == [str(row.section.number)][: len(front)]


def test_the_document_is_the_one_that_was_accepted(
    renewed: ComparisonTable, golden: Callable[[str, str], None]
) -> None:
    """Every paragraph and cell from top to bottom, what is underlined between __ and __."""
    golden("document.txt", readable.document(write([renewed])))


def test_several_plans_follow_each_other(
    shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """Each plan begins a new page with its own title."""
    document = docx.Document(io.BytesIO(write([shipped, renewed])))
    titles = [p.text for p in document.paragraphs if p.style.name == "Title"]
    assert titles == [shipped.title, renewed.title]
    assert len(document.tables) == len(shipped.groups) + len(renewed.groups)


def test_same_input_gives_the_same_bytes(shipped: ComparisonTable) -> None:
    """Without a date nothing in the file tells when it was written, nor invents a time."""
    first, second = (write([shipped], WordOptions(tracked=True)) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in package.read("docProps/core.xml")
        assert b"w:date" not in package.read("word/document.xml")
    written = write(
        [shipped],
        WordOptions(tracked=True, author="担当", date=datetime(2026, 2, 3, 4, tzinfo=UTC)),
    )
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        body = package.read("word/document.xml").decode()
    assert 'w:author="担当" w:date="2026-02-03T04:00:00Z"' in body


def test_data_makes_no_field_and_no_relationship(hostile: ComparisonTable) -> None:
    """Text that looks like markup, a field or a link stays text."""
    content = write([hostile], WordOptions(author='"><w:fldSimple', tracked=True))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml")
        for tag in (b"<w:fld", b"<w:instrText", b"<w:hyperlink", b"<w:object", b"<w:altChunk"):
            assert tag not in body
        relations = package.read("word/_rels/document.xml.rels")
        assert relations.count(b"<Relationship ") == 4
        assert b"External" not in relations
    summary = opened(write([hostile]))[0].rows[1].cells[OLD].text
    assert summary == hostile.groups[0].rows[0].old


@settings(deadline=None, max_examples=40)  # each opens two documents
@given(old=st.text(), new=st.text())
@example(old="\ud800\x00\x1b[31m\x7f\u202e", new='DDEAUTO c:\\cmd.exe "/C calc"')
@example(old='=HYPERLINK("http://example.invalid")', new="\t{ INCLUDETEXT file }")
def test_any_text_is_read_back(old: str, new: str) -> None:
    """Whatever the data holds, the file opens, and shows it with visible marks for controls.

    Where no row has a text there is no column of texts.
    """
    for tracked in (False, True):
        content = write([with_texts(old, new)], WordOptions(tracked=tracked))
        cells = opened(content)[0].rows[1].cells
        if not tracked and (old or new):
            for text, cell in zip((old, new), (cells[OLD], cells[NEW]), strict=True):
                # What takes no room is shown where it changed.
                assert writable(cell.text, is_changed=True) == writable(text, is_changed=True)


# --------------------------------------------------- house styles, fields and sums


def texts(content: bytes) -> list[list[str]]:
    """The text of every cell of the first table, the headings first."""
    return [[cell.text for cell in row.cells] for row in opened(content)[0].rows]


def test_an_amount_has_columns_of_its_own() -> None:
    """Old, new and difference stand side by side under the field's heading, sums below."""
    over, under, *written = texts(write([budgeted()]))
    assert over[3:6] == ["当初予算額（千円）"] * 3
    assert under[3:6] == ["令和６年度", "令和７年度", "増減"]
    assert [row[3:6] for row in written] == [
        ["38,700", "36,900", "△1,800\n（△4.7%）"],
        ["1,000", "1,250", "250\n（25.0%）"],
        ["―", "480", "480\n（皆増）"],
        ["2,000", "2,000", ""],
        ["41,700", "40,630", "△1,070\n（△2.6%）"],
    ]
    assert written[-1][0] == "合計"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("―", "1,500", "1,500\n（皆増）", id="it came"),
        pytest.param(None, "1,500", "1,500\n（皆増）", id="of a new initiative"),
        pytest.param("36,000", "―", "△36,000\n（皆減）", id="it went"),
        pytest.param("―", "0", "", id="none became nought"),
        pytest.param("―", "―", "", id="never any"),
        pytest.param("2,000", "2,000", "", id="the same"),
        pytest.param("皆増", "1,500", "", id="there was one, not known how much"),
    ],
)
def test_an_amount_that_came_or_went_says_so(old: str | None, new: str, said: str) -> None:
    """皆増 or 皆減 stands for the ratio where one edition alone has an amount."""
    amount = budget(None if old == "皆増" else old, new)
    row = CAMERA._replace(fields=(amount._replace(old=old),))
    written = texts(write([budgeted(row, PATROL)]))[2]  # whose amount changed
    assert written[3:6] == [old or "―", new, said]


def test_a_sum_names_rows_that_are_not_shown_in_its_own_section_alone() -> None:
    """A section shown whole has a plain sum, whatever another section leaves out."""
    other = SectionHeading(3, "見回り", "")
    rows_ = [PATROL, LAMPS, *(CAMERA._replace(section=other, number=n) for n in (1, 2))]
    plain = budgeted()
    groups = grouped(rows_, GroupBy.SECTION, plain.totals)
    table = plain._replace(groups=groups, counts=count(rows_))
    partial, whole = opened(write([changed_only(table)]))
    assert partial.rows[-1].cells[0].text == "計（表にない1件を含む）"
    assert whole.rows[-2].cells[0].text == "計"
    assert whole.rows[-1].cells[0].text == "合計（表にない1件を含む）"
    assert "表にない" not in readable.document(write([table]))


def test_small_sections_share_a_table_in_which_one_row_is_its_own_sum() -> None:
    """A budget has a section for every 項: each is a heading row, and has 計 only of several rows.

    Revenue and expenditure have no common 合計, and no empty row for one either.
    """
    sections = [
        SectionHeading(n, title, "")
        for n, title in enumerate("歳入甲 歳入乙 歳出丙 歳出丁".split(), 1)
    ]
    rows_ = [
        CAMERA._replace(section=section, number=number)
        for section in sections
        for number in range(1, 3 if section.number == 1 else 2)
    ]
    plain = budgeted()
    groups = grouped(rows_, GroupBy.SECTION, plain.totals)
    table = plain._replace(groups=groups, counts=count(rows_), totals=())
    (shared,) = opened(write([table]))
    first = [row.cells[0].text.partition("\n")[0] for row in shared.rows[2:]]
    camera = ["1\tカメラの設置"]
    assert first == [
        *("1　歳入甲", *camera, "2\tカメラの設置", "計", "2　歳入乙", *camera),
        *("3　歳出丙", *camera, "4　歳出丁", *camera),
    ]


def test_the_shortest_fields_share_a_line() -> None:
    """款, 項 and 目 of a number each do not take a line each."""
    several = tuple(text(heading, "1", "2") for heading in ("款", "項", "目"))
    row = PATROL._replace(fields=several)
    columns = tuple(Column(one.heading) for one in several)
    table = budgeted(row)._replace(columns=columns, totals=(), not_compared=())
    _headings, *written = texts(write([table]))
    assert "款　1　　項　1　　目　1" in written[0][1]


def test_other_fields_stand_under_the_texts_of_both_sides() -> None:
    """A field without room for a column is a line on each side, its change underlined.

    One that did not change is once below the name.
    """
    (_over, _under, patrol, *_others) = opened(write([budgeted()]))[0].rows
    name, old, new = patrol.cells[:3]
    assert name.text.splitlines()[1:] == ["対象者　市民"]
    assert patrol.cells[-1].text.splitlines()[1:] == ["所管替え", "旧：総務課"]
    assert old.text.splitlines()[2:] == ["目標値　85％"]
    assert new.text.splitlines()[2:] == ["目標値　90％"]
    assert underlined(new) == "コンビニLINE90％"


def test_a_plan_without_texts_has_its_amounts() -> None:
    """A plan of amounts alone has no empty columns for texts, and every amount in one."""
    rows_ = tuple(
        row._replace(old=None, new=None, segments=(), fields=row.fields[:1])
        for row in (PATROL, CAMERA)
    )
    over, _under, *written = texts(write([budgeted(*rows_)]))
    assert [*dict.fromkeys(over)] == [
        "番号・事業名",
        "当初予算額（千円）",
        "担当課",
        "備考",
    ]
    assert [row[1:3] for row in written[:2]] == [["38,700", "36,900"], ["1,000", "1,250"]]


def test_unchanged_parts_are_omitted_where_asked() -> None:
    """（略） stands for unchanged paragraphs and fields, and once for unchanged rows."""
    lamps = [LAMPS._replace(number=n) for n in (4, 5, 6, 9, "特1")]
    _over, _under, patrol, *written = texts(
        write([budgeted(PATROL, *lamps, CAMERA)], WordOptions(omit_unchanged=True))
    )
    assert patrol[1].splitlines() == [
        "（略）",
        "商店とＬＩＮＥで知らせる。",
        "目標値　85％",
        "対象者　（略）",
    ]
    assert written[0][:3] == ["4～6、9、特1", "（略）", "（略）"]
    left_out = "（略）\n目標値・対象者　（略）"
    assert written[1][1:5] == [left_out, left_out, "1,000", "1,250"]


def test_fields_that_changed_nowhere_are_left_out_of_an_ordinance_once() -> None:
    """The note says so instead of a line 対象者　（略） in every row; new rows have them."""
    written = write([budgeted()], WordOptions(style="ordinance", omit_unchanged=True))
    lines = [one.text for one in docx.Document(io.BytesIO(written)).paragraphs]
    assert any("対象者は、（新設）のほかは、変更がないため省略した。" in one for one in lines)
    _headings, patrol, *_others = texts(written)
    assert "対象者" not in patrol[0]
    assert any("対象者　" in row[0] for row in texts(written)[1:])


def test_an_ordinance_has_two_texts_alone() -> None:
    """The new text stands on the left, names, departments and fields in it, nothing twice."""
    (
        headings,
        patrol,
        *_middle,
        lamps,
        sums,
    ) = texts(write([budgeted()], WordOptions(style="ordinance", omit_unchanged=True)))
    assert headings == ["令和７年度", "令和６年度", "備考"]
    assert patrol[0].splitlines() == [
        "１\t巡回",
        "（略）",
        "コンビニとLINEで知らせる。",
        "担当課　市民課",
        "当初予算額（千円）\t36,900",
        "目標値　90％",
    ]
    assert "担当課　総務課" in patrol[1]
    assert (
        patrol[2] == "所管替え\n当初予算額の増減\n△1,800千円（△4.7%）"
    )  # no text of either edition
    assert lamps == [*["４　（略）"] * 2, ""]
    assert sums == [
        *(f"合計\n当初予算額（千円）\t{one}" for one in ("40,630", "41,700")),
        "当初予算額の増減\n△1,070千円（△2.6%）",
    ]


@pytest.mark.parametrize(
    ("labels_", "style", "expected"),
    [
        (("現行", "改正案"), "plan", ["現行", "改正案"]),
        (("旧", "新"), "plan", ["変更前", "変更後"]),
        (("旧", "新"), "ordinance", ["改正後", "改正前"]),
        (("変更後", "変更後"), "plan", ["変更後（旧）", "変更後（新）"]),
    ],
    ids=["labels-of-the-document", "none-in-a-plan", "none-in-an-ordinance", "one-label-of-both"],
)
def test_editions_without_years_are_named_as_the_document_does(
    labels_: tuple[str, str], style: HouseStyle, expected: list[str]
) -> None:
    """A document's own labels stand over the texts, else the words of the trade."""
    old, new = map(Edition.of_label, labels_)
    table = with_texts("旧", "新")._replace(
        old_edition=old, new_edition=new, old_heading="", new_heading=""
    )
    headings = [
        text for text in texts(write([table], WordOptions(style=style)))[0] if "・" not in text
    ]
    assert headings[:2] == expected


def test_headings_may_be_the_users_own() -> None:
    """Given headings stand over texts and amounts, whatever the editions are."""
    over, under, *_rows = texts(write([budgeted()], WordOptions(headings=("原案", "修正案"))))
    assert over[1:3] == ["原案", "修正案"]
    assert under[3:5] == ["原案", "修正案"]


def test_what_was_not_compared_or_read_stands_at_the_end() -> None:
    """Whoever gets the paper alone knows what it does not say, in the language of the paper.

    The note below the title says how much that is, and nothing has to be deleted before sending.
    """
    loss = Diagnostic(Level.LOSS, "table-in-cell", Span(page=3, line=2))
    note = Diagnostic(Level.NOTE, "equation")
    several = Diagnostic(Level.LOSS, "table-in-cell", Span(page=4, line=2))
    content = write([budgeted()._replace(reports=(loss, several, note))])
    why = "令和７年度の資料だけに記載のある項目。「当初予算額」と同じ項目か"
    read = "3ページ2行目、4ページ2行目：セルの中の表を、行ごとの文字として読取り。"
    assert styled(content, "注")[-1] == f"（注）資料の読取りで確認が必要な箇所：{read}"
    assert f"（注）比較していない項目：決算額（{why}）。" in styled(content, "注")
    (note,) = (line for line in styled(content, "注") if "末尾" in line)
    where = "比較していない項目1件、資料の読取りで確認が必要な箇所1件は、末尾に示した"
    assert where in note
    unread = styled(write([budgeted()]), "注")
    assert f"（注）比較していない項目：決算額（{why}）。" in unread


def test_tables_without_initiatives_are_named_at_the_end() -> None:
    """One sentence names them all, so that nobody takes the paper for the whole document."""
    titles = ["【財源内訳】", "【基金の残高】\n（千円）", "地方債", "職員数", "人口"]
    left_out = tuple(
        Diagnostic(Level.NOTE, "other-table", Span(page=n), data={"number": str(n), "text": title})
        for n, title in enumerate(titles, 1)
    )
    named = (
        "「【財源内訳】」（1ページ）、「【基金の残高】 （千円）」（2ページ）、「地方債」（3ページ）"
    )
    said = f"次の表は取り込んでいない：{named}、「職員数」（4ページ）、「人口」（5ページ）"
    last = styled(write([budgeted()._replace(reports=left_out)]), "注")[-1]
    assert last.rstrip("。") == f"（注）資料の読取りで確認が必要な箇所：{said}"


def test_a_long_name_is_underlined_where_it_changed() -> None:
    """Of a name that lists several things the reader sees which one came."""
    listed = "照射赤血球液、照射洗浄赤血球液、照射解凍赤血球液"
    renamed = PATROL._replace(
        name=f"{listed}、照射合成血液",
        changes=(PropertyChange(Property.NAME, listed, f"{listed}、照射合成血液"),),
    )
    cell = opened(write([budgeted(renamed)]))[0].rows[2].cells[NAME]
    assert underlined(cell) == "、照射合成血液"


@pytest.mark.parametrize("sign", "、。）％円千人件回時か")
def test_no_line_begins_with_a_unit_or_a_stop(shipped: ComparisonTable, sign: str) -> None:
    """Word keeps a figure and its unit on one line; no sign is added to the text for it."""
    with zipfile.ZipFile(io.BytesIO(write([shipped]))) as package:
        part = package.read("word/settings.xml").decode()
    found = re.search('noLineBreaksBefore w:lang="ja-JP" w:val="([^"]*)"', part)
    assert found
    assert sign in found[1]


@pytest.mark.parametrize(("sign", "most"), [("After", 50), ("Before", 100)])
def test_signs_that_keep_lines_whole_are_as_many_as_word_takes(sign: str, most: int) -> None:
    """Its own file format has room for fifty signs behind which no line ends."""
    with zipfile.ZipFile(io.BytesIO(write([]))) as package:
        part = package.read("word/settings.xml").decode()
    (signs,) = re.findall(f'noLineBreaks{sign} w:lang="ja-JP" w:val="([^"]*)"', part)
    assert 40 < len({*html.unescape(signs)}) == len(html.unescape(signs)) <= most


# ----------------------------------------------------------------- LibreOffice


@pytest.mark.parametrize("accept", [True, False], ids=["accepted", "rejected"])
def test_tracked_changes_lead_to_either_year(
    succeeding: ComparisonTable, shipped: ComparisonTable, accept: bool, libreoffice: LibreOffice
) -> None:
    """All changes accepted give the new plan to the letter, all rejected the old one."""
    for table in (shipped, succeeding, paragraphs_moved()):
        settled = libreoffice.settle(write([table], WordOptions(tracked=True)), accept=accept)
        expected = [
            [either(row, accept, field) for field in ("name", "department", "policies")]
            + [row.new if accept else row.old]
            for found in table.groups
            for row in found.rows
            if (row.new if accept else row.old) is not None
        ]
        got = [
            [
                cells[0].text.partition("\t")[2],
                "".join(cells[2].text.split("\n")),
                cells[3].text,
                cells[1].text,
            ]
            for written in opened(settled)
            for cells in (line.cells for line in written.rows[1:])
        ]
        assert got == expected


def either(row: Row, accept: bool, field: str) -> str:
    """The field as it is, or as it was where it changed."""
    values = {"name": row.name, "department": row.department, "policies": row.policies}
    if not accept:
        values |= {change.what: change.old for change in row.changes}
    value = values[field]
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def paragraphs_moved() -> ComparisonTable:
    """A table whose changes part, join, add and drop paragraphs."""
    table = compare(load_plan())
    S, equal = EditKind.SUBSTANCE, EditKind.EQUAL  # noqa: N806  short, for the cases below
    cases = [
        [Segment("前の文。", "前の文。", equal), Segment("", "\n", S), Segment("後", "後", equal)],
        [Segment("前", "前", equal), Segment("\n", "", S), Segment("後の文。", "後の文。", equal)],
        [Segment("前", "前", equal), Segment("\n旧の段落。", "", S)],
        [Segment("", "新の段落。\n", S), Segment("後", "後", equal)],
        [Segment("旧一\n旧二\n", "新一\n", S), Segment("後", "後", equal)],
        [Segment("前\n", "前\n", equal), Segment("旧一\n旧二", "新一\n新二\n新三", S)],
        [Segment("すべて旧", "すべて\n新", S)],
    ]
    row = table.groups[0].rows[0]
    made = tuple(
        row._replace(
            old="".join(s.old for s in case),
            new="".join(s.new for s in case),
            segments=tuple(case),
        )
        for case in cases
    )
    return table._replace(groups=(table.groups[0]._replace(rows=made),))


def test_libreoffice_shows_every_text(shipped: ComparisonTable, libreoffice: LibreOffice) -> None:
    """Titles, aims, names, departments, policy numbers and summaries are all in its text.

    A department too long for a line is parted behind its 部.
    """
    path = libreoffice.convert(write([shipped]), "docx", "txt:Text (encoded):UTF8")
    shown = path.read_text(encoding="utf-8-sig").splitlines()
    wanted = {shipped.title, *(found.aim for found in shipped.groups)} - {""}
    for row in shipped.rows():
        wanted |= {*row.policies}
        wanted |= {*str(row.old).split("\n"), *str(row.new).split("\n")}
    assert wanted <= set(shown)
    assert f"比較した資料：{shipped.source}" in shown
    assert all(row.department in "".join(shown) for row in shipped.rows())


def test_paper_has_every_text_whole(shipped: ComparisonTable, libreoffice: LibreOffice) -> None:
    """Both summaries, their changed words among them, are printed in their columns."""
    found = printed_rows(libreoffice, write([shipped]), "docx")
    texts = [tuple(row[OLD : DEPARTMENT + 1]) for row in found if row[NAME] != "番号・事業名"]
    assert texts == [
        tuple(map(unspaced, (row.old, row.new, row.department))) for row in shipped.rows()
    ]


def test_pages_are_landscape_and_repeat_the_heading(
    shipped: ComparisonTable, libreoffice: LibreOffice
) -> None:
    """On A4 landscape every page begins with a heading row, and ends with its number."""
    with pdfplumber.open(libreoffice.convert(write([shipped]), "docx", "pdf")) as pdf:
        assert len(pdf.pages) > 1
        for number, page in enumerate(pdf.pages, 1):
            text = page.extract_text()
            assert (round(page.width), round(page.height)) == (842, 595)
            assert "番号・事業名" in text
            assert text.splitlines()[-1] == str(number)


def test_rows_stay_whole_where_they_fit(libreoffice: LibreOffice) -> None:
    """A row that fits on a page is on one page from its first word to its last."""
    text = "始点。" + "防犯カメラを設置し、犯罪の未然防止を図る。" * 12 + "終点。"
    pages = paged(libreoffice, text, times=5)
    assert len(pages) > 1
    assert [page.count("始点") for page in pages] == [page.count("終点") for page in pages]


def test_a_row_longer_than_a_page_is_parted(libreoffice: LibreOffice) -> None:
    """A row of several pages is shown whole, not cut off at the foot of the first."""
    text = "\n".join(f"第{n}の防犯カメラを設置し、犯罪の未然防止を図る。" for n in range(60))
    pages = paged(libreoffice, text, times=1)
    assert len(pages) > 3
    assert all(f"第{n}の" in "".join(pages) for n in range(60))


def paged(libreoffice: LibreOffice, text: str, times: int) -> list[str]:
    """The text of each page of a document that has the summary so many times."""
    table = with_texts(text, "")
    found = table.groups[0]._replace(rows=table.groups[0].rows * times)
    content = write([table._replace(groups=(found,))])
    with pdfplumber.open(libreoffice.convert(content, "docx", "pdf")) as pdf:
        return ["".join(page.extract_text().split()) for page in pdf.pages]
