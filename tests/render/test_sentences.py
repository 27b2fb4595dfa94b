"""Amendments as a document: what is to be enacted, and apart from it what explains it."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from amending import enacted, items_amended

from bouhan_diff import compare, diff_text, load_plan
from bouhan_diff.comparison.compare import single_year
from bouhan_diff.comparison.filters import changed_only
from bouhan_diff.comparison.table import ComparisonTable, Row, RowKind
from bouhan_diff.diagnostics import Diagnostic, Level
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Initiative, Plan, Property, Section
from bouhan_diff.render import labels
from bouhan_diff.render.amendment import document as amendment
from bouhan_diff.render.notices import text_heading
from bouhan_diff.render.phrasebook import SAY
from bouhan_diff.textdiff import EditKind, heaviest

CASES = Path(__file__).parent.parent / "cases"


def text_of(*tables: object) -> str:
    """What is written of the tables."""
    return amendment.write(tables).decode("utf-8")


def tables() -> dict[str, ComparisonTable]:
    """A table of one text, one of editions without years, one of many items, one renewed."""
    city = [load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)]
    renewed = [load_plan(), load_plan(CASES / "plan-renewed.yaml")]
    return {
        "shipped": compare(load_plan()),
        "labels": compare(load_plan(CASES / "labels" / "plan.yaml")),
        "city": compare(city, "R6", "R7"),
        "renewed": compare(renewed, "R6", "R7"),
    }


def items(table: ComparisonTable, row: Row, *, is_new: bool) -> dict[str, str]:
    """All that an edition has of an initiative, by its heading in the sentences."""
    was = {one.what: one.old for one in row.changes}
    now = {
        Property.NAME: row.name,
        Property.DEPARTMENT: row.department,
        Property.POLICIES: row.policies,
    }
    return {
        text_heading(table): (row.new if is_new else row.old) or "",
        **{
            labels.field_heading(one): labels.published_amount(
                (one.new if is_new else one.old) or ""
            )
            for one in row.fields
            if one.kind is not None
        },
        **{
            labels.PROPERTY[what]: SAY.value(value if is_new else was.get(what, value))
            for what, value in now.items()
        },
    }


@pytest.mark.parametrize("kinds", [(), tuple(RowKind)], ids=["usual", "with-spelling"])
@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_a_document_is_enough(table: ComparisonTable, kinds: Collection[RowKind]) -> None:
    """Whoever does what it says has the new items, in the old spelling unless all is asked for."""
    found = enacted(amendment.write([table], kinds).decode("utf-8"))
    for row in table.rows():
        if row.is_one_sided:
            continue
        old, new = (items(table, row, is_new=is_new) for is_new in (False, True))
        made = items_amended(old, found.pop(f"{row.old_refs[0]}　{old['名称']}", []))
        assert made == new if kinds else all(map(are_spelt_apart, made.values(), new.values()))
    assert len(found) == sum(row.is_one_sided for row in table.rows())


def are_spelt_apart(one: str, other: str) -> bool:
    """Whether two texts are the same but for their spelling."""
    return heaviest(diff_text(one, other)) in (EditKind.EQUAL, EditKind.NOTATION)


def test_what_an_edit_that_is_not_asked_for_touches_is_as_it_was() -> None:
    """No sentence gives a spelling that is not the new text's: its words begin behind it."""
    (line,) = (one for one in text_of(compare(load_plan())).splitlines() if "の紹介する" in one)
    assert line.strip() == ("「等の紹介するとともに」を「等を紹介する。さらに」に改め、")


def test_what_is_not_enacted_stands_apart() -> None:
    """Nothing but sentences and headings is between the enacting one and the line at the end."""
    document = text_of(tables()["city"])
    title = "「暁市こども・若者応援プラン 令和6年度実施計画」"
    head, enacting, rest = document.partition(f"{title}の一部を次のように改める。")
    assert enacting
    assert rest.strip().startswith("標題中「令和6年度」を「令和7年度」に改める。\n")
    assert "※" not in head
    body, _line, explained = rest.partition("―" * 20)
    assert "資料の合計の検算" not in body
    assert all(one in explained for one in ("資料の合計の検算", "※ 当初予算額"))
    assert "　当初予算額（千円）　皆増\n" in body  # as printed; the end says that it is no amount
    assert "「皆増」とだけある" in explained
    assert "計・合計の行の改め" not in explained
    spelt = "2-1の当初予算額、3-2の事業内容、3-3の目標値"
    assert f"表記だけの変更（{spelt}）は、上の文に含まない" in explained
    assert "「12回」を「１２回」に改める。" not in body
    assert "　3-3　交通安全教室：「目標値」中「12回」を「１２回」に改める。\n" in explained
    assert "計・合計" not in text_of(compare(load_plan()))  # which prints none


def test_printed_sums_are_amended() -> None:
    """計 is below its section and 合計 below all, each quoted as the old document prints it."""
    lines = text_of(tables()["city"]).splitlines()
    sums = [line for line in lines if line.startswith(("計の", "合計の"))]
    assert sums == [
        "計の「当初予算額（千円）」中「54,700」を「53,500」に改める。",
        "計の「当初予算額（千円）」中「141,800」を「139,800」に改める。",
        "計の「当初予算額（千円）」中「23,870」を「17,320」に改める。",  # adds up to 23,770
        "合計の「当初予算額（千円）」中「220,270」を「210,620」に改める。",
    ]
    assert lines[lines.index(sums[0]) - 1] == "　目標値　100人"


def test_a_sum_of_one_document_is_said_to_be_left() -> None:
    """Nothing amends a sum that one document alone prints, and the end says so."""
    old, new = (load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7))
    printed = tuple(one for one in new.printed_totals if one.section is None)
    text = text_of(compare([replace(old, printed_totals=()), new], "R6", "R7"))
    assert "計の「" not in text
    assert "一方の資料だけに印刷されたものを含まない" in text
    without = [replace(one, printed_totals=()) for one in (old, new)]
    assert "計・合計" not in text_of(compare(without, "R6", "R7"))
    both = [old, replace(new, printed_totals=printed)]
    assert "合計の「当初予算額（千円）」中「220,270」を" in text_of(compare(both, "R6", "R7"))


def test_a_draft_is_what_the_text_in_force_becomes() -> None:
    """The title of a draft is quoted, and 現行 after it; a text without heading is 本文."""
    lines = text_of(tables()["labels"]).splitlines()
    title = "「暁市商店街活性化補助金の見直し（案）」"
    assert f"{title}に掲げる現行の内容の一部を次のように改める。" in lines
    assert "対象者は、資料に新旧の別がない。" in lines
    assert not any("標題" in line for line in lines)
    assert "　本文中「街路灯」の次に「及び防犯カメラ」を加える。" in lines


def test_a_single_sentence_stands_behind_the_name() -> None:
    """One sentence takes one line, several stand below the initiative's name."""
    lines = text_of(compare(load_plan())).splitlines()
    assert "4-5　「こどもSOSの家」の実施：「事業概要」中「商店」を「コンビニ」に改める。" in lines
    assert lines[lines.index("1-1　犯罪情報等の提供：") + 1].startswith(
        "　「事業概要」第1段落中「青少年課、」を削り"
    )


def test_unchanged_initiatives_are_not_told() -> None:
    """All rows or the changed ones alone give the same sentences."""
    table = compare(load_plan())
    assert text_of(table) == text_of(changed_only(table))


def test_a_single_year_has_no_sentences() -> None:
    """Where nothing is compared, nothing is told but the title."""
    assert text_of(single_year(load_plan(), "R6")).strip().count("\n") == 0


def test_initiatives_counted_but_not_told_are_counted() -> None:
    """The end names the changed ones that are left out, being spelling alone, and how to amend."""
    plan = load_plan(Path(__file__).parent.parent / "cases" / "labels" / "plan.yaml")
    lines = text_of(compare(plan)).splitlines()
    told = [line for line in lines if line[:3] in {"1-1", "1-2", "2-1", "2-2"}]
    assert len(told) == 3
    assert not any("に変更" in line for line in lines)  # no office hands that in
    assert not any("見出し" in line for line in lines)  # 現行 and 改正案 are no text of the draft
    left_out = (
        "表記だけの変更（1-2の補助上限額）は、上の文に含まない。改める場合は、次の文を加える。"
    )
    assert left_out in lines


def test_what_is_left_out_is_said() -> None:
    """Where spelling is left out the end says so; where it is asked for it alone is told."""
    table = compare(load_plan())
    left_out = "表記だけの変更（1-1の事業概要）は、上の文に含まない。改める場合は、次の文を加える。"
    assert left_out in text_of(table).splitlines()
    notation = amendment.write([table], [RowKind.NOTATION]).decode("utf-8")
    assert "を「LINE" in notation
    assert "商店" not in notation


def test_a_heading_that_fills_its_cell_is_written_without_its_spaces() -> None:
    """事 業 概 要 is 事業概要 in a sentence, of the main text as of any field."""
    table = compare(load_plan(Path(__file__).parent.parent / "cases" / "plan-renewed.yaml"))
    spaced = table._replace(
        old_heading="令和６年度 事 業 概 要", new_heading="令和７年度 事 業 概 要"
    )
    assert "　事業概要　電動キックボードの利用者" in text_of(spaced)


def test_whole_sections_are_added_and_dropped() -> None:
    """A new section comes with its heading and all of its initiatives; a dropped one is 削る."""

    def plan(year: int, *titles: str) -> Plan:
        edition = Edition(year)
        sections = [
            Section(n, title, (Initiative(1, f"{title}の事業", {edition: f"{title}を行う。"}),))
            for n, title in enumerate(titles, 1)
        ]
        return Plan("計画", {edition: "内容"}, tuple(sections))

    lines = text_of(
        compare([plan(2024, "見守り", "啓発"), plan(2025, "見守り", "点検")])
    ).splitlines()
    start = lines.index("「1　見守り」の章の次に次のように加える。")
    assert lines[start + 1 : start + 4] == [
        "　2　点検",
        "　1　点検の事業",
        "　内容　点検を行う。",
    ]
    assert "「2　啓発」の章を削る。" in lines
    assert not [line for line in lines if "の初めに" in line]


def test_what_a_report_lacks_is_not_dropped() -> None:
    """Money carried over that the next report does not list may be spent; nothing is 削る."""
    table = tables()["city"]._replace(title="繰越事業一覧")
    document = text_of(table)
    assert "を削る。\n" not in document.replace("」を削る。", "")
    assert "令和６年度だけにある1件は、廃止したものとは限らないため削らない" in document


def test_budgets_that_add_up_do_not_amend_one_another() -> None:
    """Of two supplements there is no sentence, only why."""
    names = {"old": "令和６年度", "new": "令和７年度"}
    report = Diagnostic(Level.DOUBT, "supplements-compared", data=names)
    document = text_of(tables()["city"]._replace(reports=(report,)))
    assert "改める。" not in document
    assert "別々の予算" in document
    assert "語句は" not in document  # nothing is quoted


def test_a_document_without_a_title_is_named_by_its_edition() -> None:
    """The name of a file is no title: 令和６年度の資料 is amended, and no title with it."""
    city = tables()["city"]
    named = city._replace(old_title="plan_r6", title="plan_r7")
    document = text_of(named)
    assert "令和６年度の資料の一部を次のように改める。" in document
    assert "標題" not in document


def test_another_title_is_given_whole() -> None:
    """A title that shares nothing with the old one, but for the spaces that fill its line."""
    document = text_of(tables()["city"]._replace(old_title="繰 越 一 覧", title="事業報告書"))
    assert "「繰越一覧」の一部を次のように改める。" in document
    assert "標題「繰越一覧」を「事業報告書」に改める。" in document


def test_an_ordinance_is_amended_as_laws_are() -> None:
    """Articles are named, and one with the number of another replaces it."""
    document = text_of(compare(load_plan(CASES / "labels" / "ordinance.yaml")))
    body, _line, _explained = document.partition("―" * 20)
    assert body.split("\n")[2:-2] == [
        "暁市市民広場条例の一部を次のように改正する。",
        "",
        "第１条中「５時」を「６時」に、",
        "　「８時」を「９時」に改める。",
        "第２条の見出しを「（利用料金）」に改める。",
        "第２条中「使用料を」を「利用料金を」に改める。",
        "第４条を次のように改める。",
        "　（指定管理者による管理）",
        "　第４条　市長は、管理を指定管理者に行わせる。",
        "第４条の次に次の１条を加える。",
        "　（委任）",
        "　第５条　必要な事項は、規則で定める。",
    ]


def test_an_ordinance_in_kanji_is_amended_in_kanji(tmp_path: Path) -> None:
    """A new article and an appendix are their text alone, and numbers are as the articles have."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        """\
title: 暁市公園条例
numbers: counted
years: {現行: 現行, 改正案: 改正案}
sections:
  - number: 1
    title: 本則
    initiatives:
      - number: 1
        name: 第三条
        summaries: {現行: 第三条　使用料は百円とする。, 改正案: 第三条　使用料は二百円とする。}
      - number: 2
        name: 第四条
        summaries: {改正案: 第四条　使用料は還付しない。}
      - number: 3
        name: 附　則
        summaries: {改正案: "附　則\\nこの条例は、公布の日から施行する。"}
""",
        encoding="utf-8",
    )
    body, _line, _explained = text_of(compare(load_plan(plan))).partition("―" * 20)
    assert body.split("\n")[5:-2] == [
        "第三条中「百円」を「二百円」に改める。",
        "第三条の次に次の一条を加える。",
        "　第四条　使用料は還付しない。",
        "第四条の次に次のように加える。",
        "　附　則",
        "　この条例は、公布の日から施行する。",
    ]
