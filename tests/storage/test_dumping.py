"""What is written is read back as the same plan."""

import re
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bouhan_diff.edition import Edition
from bouhan_diff.errors import Problem
from bouhan_diff.plan import Initiative, Number, Plan, Section
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


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that a data file may hold: references differ, years are declared."""
    years = draw(st.dictionaries(YEARS, NAMES, min_size=1, max_size=3))
    initiatives = st.builds(
        Initiative,
        number=NUMBERS,
        name=NAMES,
        department=TEXTS,
        policies=st.lists(NAMES, max_size=3, unique_by=fold).map(tuple),
        summaries=st.dictionaries(st.sampled_from(sorted(years)), TEXTS, min_size=1),
    )
    rows = draw(st.lists(initiatives, max_size=3, unique_by=lambda row: fold(str(row.number))))
    section = Section(draw(NUMBERS), draw(NAMES), tuple(rows), draw(TEXTS))
    return Plan(draw(NAMES), years, (section,), draw(TEXTS), draw(TEXTS), draw(TEXTS))


@settings(max_examples=100, deadline=None)
@given(plans())
def test_what_is_written_is_read_back(plan: Plan) -> None:
    """Loading what was dumped gives an equal plan, whatever its texts hold."""
    assert read_plan(dump_plan(plan).encode("utf-8"), "plan.yaml") == plan


@settings(max_examples=100, deadline=None)
@given(plans())
def test_another_reader_reads_the_same(plan: Plan) -> None:
    """PyYAML's own loader finds the same texts, so other programs do too."""
    read = yaml.load(dump_plan(plan), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  a safe one
    (section,) = plan.sections
    assert read["title"] == plan.title
    assert [Edition.parse(year) for year in read["years"]] == list(plan.years)
    assert list(read["years"].values()) == list(plan.years.values())
    for one, initiative in zip(
        read["sections"][0]["initiatives"], section.initiatives, strict=True
    ):
        assert (one["number"], one["name"]) == (initiative.number, initiative.name)
        assert tuple(one.get("policies", ())) == initiative.policies
        assert list(one["summaries"].values()) == list(initiative.summaries.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(Problem, TEXTS, TEXTS, TEXTS), max_size=3))
def test_problems_are_comments(problems: list[Problem]) -> None:
    """Whatever a problem says, it stays a comment and the plan beside it is whole."""
    plan = Plan("題", {Edition(2024): "見出し"}, (Section(1, "章", ()),))
    assert read_plan(dump_plan(plan, problems).encode("utf-8"), "plan.yaml") == plan


def test_problems_stand_at_the_head() -> None:
    """Whoever completes an imported file finds first what is left to do."""
    plan = Plan("題", {Edition(2024): "見出し"}, (Section(1, "章", ()),))
    problem = Problem("読めない行がある", "page 3, line 12", "原本を見る")
    lines = dump_plan(plan, [problem]).splitlines()
    assert lines[0].startswith("# yaml-language-server:")
    assert lines[1:3] == ["# page 3, line 12: 読めない行がある", "#   原本を見る"]
    assert lines[3] == "title: 題"


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
