"""Dumping and loading a plan gives the same plan."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bouhan_diff.edition import Edition
from bouhan_diff.plan import (
    Column,
    ColumnType,
    Earlier,
    Initiative,
    Number,
    Plan,
    PrintedTotal,
    Section,
)
from bouhan_diff.storage.dumper import dump_plan
from bouhan_diff.storage.loader import read_plan
from bouhan_diff.text.normalize import fold

# What YAML reads as its own, folds, strips or refuses, besides any text at all.
ODD = [
    "2024",
    "1.10",
    "012",
    "0o14",
    "1e3",
    "12:30",
    "2024-04-01",
    "yes",
    "No",
    "null",
    "~",
    "<<",
    "=",
    ".inf",
    "-",
    "- 項目",
    "? 問",
    ": ",
    "a: b",
    "a:",
    "a #b",
    "# 注",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "@",
    "`",
    "%",
    "'",
    '"',
    "\\",
    "[改]",
    "{a}",
    "a, b",
    "---",
    "...",
    "　字下げ",
    " 先頭の空白",
    "末尾の空白 ",
    "タブ\tあり",
    "\t",
    "行末\n",
    "\n行頭",
    "一\n\n二",
    "一\n 二",
    "一 \n二",
    "一\r\n二",
    "一\r二",
    "一\x85二",
    "一\u2028二\u2029三",
    "一\xa0二",
    "\ufeff一",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\x9f",
    "\ufffe",
    "\uffff",
    "\U0001f600",
    "「括弧」で始まる",
    "（予定）",
    "『",
    "※注",
]
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.sampled_from(ODD), max_size=4).map("\n".join),
    st.lists(st.sampled_from(ODD), max_size=3).map("".join),
)
NAMES = TEXTS.filter(str.strip)
NUMBERS: st.SearchStrategy[Number] = st.one_of(st.integers(-(10**17), 10**17), NAMES)
YEARS = st.integers(1926, 2099).map(Edition)
LABELS = st.sampled_from(
    ["現行", "改正案", "変更前", "第2次 案", "null", "~", "<<", "a: b", "改正案（令和6年度）", "#1"]
).map(Edition.of_label)
LONG = "とても長い見出し" * 200  # YAML takes no such key on one line


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that a data file may hold: references differ, all is declared."""
    years = draw(st.dictionaries(YEARS | LABELS, TEXTS, min_size=1, max_size=3))
    editions = st.sampled_from(list(years))
    by_edition = st.dictionaries(editions, TEXTS, min_size=1)
    columns = draw(
        st.lists(
            st.builds(
                Column,
                heading=NAMES | st.just(LONG),
                type=st.sampled_from(ColumnType),
                unit=TEXTS,
                headings=st.just({}) | st.dictionaries(editions, NAMES, min_size=1),
            ),
            max_size=3,
            unique_by=lambda column: fold(column.heading),
        )
    )
    headings = st.sampled_from([column.heading for column in columns] or [""])
    of_columns = st.dictionaries(headings, TEXTS | by_edition, min_size=1) if columns else st.none()
    policies = st.lists(NAMES, max_size=3, unique_by=fold).map(tuple)
    earlier = st.builds(Earlier, st.none() | NAMES, st.none() | TEXTS, st.none() | policies).filter(
        lambda one: one != Earlier()
    )

    def initiative(fields: dict[str, object] | None, summaries: dict[Edition, str]) -> object:
        return st.builds(
            Initiative,
            number=NUMBERS,
            name=NAMES,
            department=TEXTS,
            policies=policies,
            summaries=st.just(summaries),
            fields=st.just(fields or {}),
            per_edition=st.dictionaries(editions, earlier, max_size=2),
            at=TEXTS,
        )

    initiatives = (
        st.one_of(
            st.tuples(of_columns, by_edition), st.tuples(of_columns.filter(bool), st.just({}))
        )
        if columns
        else st.tuples(st.none(), by_edition)
    )
    rows = draw(
        st.lists(
            initiatives.flatmap(lambda both: initiative(*both)),
            max_size=3,
            unique_by=lambda row: fold(str(row.number)),
        )
    )
    section = Section(draw(NUMBERS), draw(NAMES), tuple(rows), draw(TEXTS))
    total = st.builds(
        PrintedTotal,
        heading=headings,
        value=TEXTS,
        section=st.sampled_from([None, section.number]),
        edition=st.none() | editions,
    )
    return Plan(
        draw(NAMES),
        years,
        (section,),
        *(draw(TEXTS) for _ in range(4)),
        columns=tuple(columns),
        notes=tuple(draw(st.lists(TEXTS, max_size=2))),
        printed_totals=tuple(draw(st.lists(total, max_size=2))) if columns else (),
    )


@settings(max_examples=100, deadline=None)
@given(plans())
def test_what_is_written_is_read_back(plan: Plan) -> None:
    """Loading what was dumped gives an equal plan, in the same order, whatever its texts hold."""
    read = read_plan(dump_plan(plan).encode("utf-8"), "plan.yaml")
    assert read == plan
    assert dump_plan(read) == dump_plan(replace(plan, editions=read.editions))


@settings(max_examples=100, deadline=None)
@given(plans())
def test_another_reader_reads_the_same(plan: Plan) -> None:
    """PyYAML's own loader finds the same texts, so other programs do too."""
    read = yaml.load(dump_plan(plan), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  a safe one
    (section,) = plan.sections
    assert read["title"] == plan.title
    assert [Edition.read(year) for year in read["years"]] == list(plan.editions)
    assert list(read["years"].values()) == list(plan.editions.values())
    for one, initiative in zip(
        read["sections"][0]["initiatives"], section.initiatives, strict=True
    ):
        assert (one["number"], one["name"]) == (initiative.number, initiative.name)
        assert tuple(one.get("policies", ())) == initiative.policies
        assert list(one.get("summaries", {}).values()) == list(initiative.summaries.values())
        for found, value in zip(
            one.get("fields", {}).values(), initiative.fields.values(), strict=True
        ):
            assert found == value or list(found.values()) == list(value.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=3))
def test_comments_stay_comments(comments: list[str]) -> None:
    """Whatever a comment says, it stays a comment and the plan beside it is whole."""
    plan = Plan("題", {Edition(2024): "見出し"}, (Section(1, "章", ()),))
    assert read_plan(dump_plan(plan, comments).encode("utf-8"), "plan.yaml") == plan


def test_comments_stand_at_the_head() -> None:
    """Whoever completes an imported file finds first what is left to do."""
    plan = Plan("題", {Edition(2024): "見出し"}, (Section(1, "章", ()),))
    lines = dump_plan(plan, ["page 3, line 12: 読めない行がある\n  原本を見る"]).splitlines()
    assert lines[0].startswith("# yaml-language-server:")
    assert lines[1:3] == ["# page 3, line 12: 読めない行がある", "#   原本を見る"]
    assert lines[3] == "title: 題"


@pytest.mark.parametrize("heading", ["", "補助金名"])
def test_the_heading_of_names_is_kept(heading: str) -> None:
    """It takes no part in equality, so that it is looked at by itself."""
    plan = Plan("題", {Edition(2024): "見出し"}, (Section(1, "章", ()),), name_heading=heading)
    assert read_plan(dump_plan(plan).encode("utf-8"), "plan.yaml").name_heading == heading


def test_summaries_are_readable_blocks() -> None:
    """A summary of ordinary Japanese stands as it is, a paragraph a line."""
    text = "市内の犯罪: 350件。\n「防犯だより」を#1から送る。"
    section = Section(1, "章", (Initiative(1, "名", {Edition(2024): text}),))
    written = dump_plan(Plan("題", {Edition(2024): "見出し"}, (section,)))
    assert re.search("R6: \\|-\n +市内の犯罪: 350件。\n +「防犯だより」を#1から送る。\n", written)


def test_plain_words_are_not_quoted(tmp_path: Path) -> None:
    """Names and departments of an ordinary plan need no quotes, so people can read them."""
    file = tmp_path / "plan.yaml"
    plan = Plan(
        "「こどもSOSの家」の実施（予定）",
        {Edition(2024): "令和６年度 事業概要"},
        (Section(1, "章・節", ()),),
        "別紙２",
        "苫小牧市",
    )
    file.write_text(dump_plan(plan), encoding="utf-8")
    assert not set("'\"") & set(file.read_text(encoding="utf-8"))
