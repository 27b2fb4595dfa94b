"""`compare`, and documents wherever data files are taken, through the program's own entry."""

import csv
import io
import json
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import CASES, SHIPPED
from office_files import Block, as_docx, as_pdf, as_xlsx

from bouhan_diff.plan import Plan
from bouhan_diff.storage import load_plan

Run = Callable[..., Any]
CITY = CASES / "city"
LABELS = CASES / "labels" / "plan.yaml"
OLD, NEW = str(CITY / "R6.yaml"), str(CITY / "R7.yaml")


def document(year: int, change: str = "更新する。", extra: str = "") -> bytes:
    """A small document of one year, as CSV."""
    rows = [
        f"番号,事業名,担当課,令和{year}年度事業概要,予算額（千円）{extra and ',' + extra}",
        f"1,防犯灯の設置,市民課,防犯灯を{change},{year}00{extra and ',甲'}",
        f"2,防犯教室,学校教育課,教室を開く。,50{extra and ',乙'}",
    ]
    return "\r\n".join(rows).encode()


@pytest.fixture
def documents(tmp_path: Path) -> tuple[str, str]:
    """Two documents of two years."""
    files = tmp_path / "防犯計画R5.csv", tmp_path / "防犯計画R6.csv"
    files[0].write_bytes(document(5))
    files[1].write_bytes(document(6, "増設する。"))
    return str(files[0]), str(files[1])


def rows(ran: Any) -> dict[str, Any]:  # noqa: ANN401  a command's outcome
    """The rows of JSON output by their name."""
    table = json.loads(ran.out)
    return {row["name"]: row for group in table["groups"] for row in group["rows"]}


def test_two_files_are_compared_without_options(run: Run) -> None:
    """What was understood stands in two lines above the result; each counts by its edition."""
    ran = run("compare", OLD, NEW)
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0] == "Old: R6.yaml (p. 3 – p. 5): R6, 13 initiatives"
    assert "".join(lines[1:3]).startswith("New: R7.yaml (p. 3 – p. 5): R7, 13 initiatives; comp")
    assert "当初予算額" in "".join(lines[1:3])
    assert "13 of 14 initiatives changed" in ran.out


def test_two_documents_are_compared(run: Run, documents: tuple[str, str]) -> None:
    """Published documents are read on the way, with nothing written beside them."""
    ran = run("compare", *documents, "--format", "json", "--all")
    assert ran.code == 0
    table = json.loads(ran.out)
    assert (table["old_year"], table["new_year"]) == ("R5", "R6")
    assert rows(ran)["防犯灯の設置"]["kind"] == "substance"
    assert "Old: 防犯計画R5.csv" in ran.err
    assert len(list(Path(documents[0]).parent.iterdir())) == 2


def test_a_document_and_a_data_file_are_compared(run: Run, documents: tuple[str, str]) -> None:
    """The two files may be of any kinds."""
    ran = run("compare", documents[0], NEW, "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["new_year"] == "R7"


@pytest.mark.parametrize("suffixes", [(".xlsx", ".xlsx"), (".docx", ".docx"), (".pdf", ".docx")])
def test_a_plan_of_any_office_becomes_a_word_table(
    suffixes: tuple[str, str], run: Run, tmp_path: Path
) -> None:
    """Two published files become the comparison table without options and editing."""
    files = []
    for edition, suffix in zip(("R6", "R7"), suffixes, strict=True):
        file = tmp_path / f"実施計画{edition}{suffix}"
        file.write_bytes(MAKERS[suffix](published(load_plan(CITY / f"{edition}.yaml"))))
        files.append(str(file))
    target = tmp_path / "新旧対照表.docx"
    assert run("compare", *files, "-o", str(target)).code == 0
    assert target.stat().st_size > 1000
    kinds = {
        row["ref"]: row["kind"] for row in rows(run("compare", *files, "--format", "json")).values()
    }
    assert kinds == KINDS


def published(plan: Plan) -> list[Block]:
    """The plan as an office publishes it: a title, then a heading and a table a section."""
    (edition,) = plan.editions
    headings = ("対象者", "当初予算額", "指標", "目標値")
    first = ("番号", "事業名", "担当課", "事業内容", "対象者", "当初予算額（千円）", *headings[2:])
    blocks: list[Block] = [plan.title, plan.publisher]
    for section in plan.sections:
        table = [first]
        for one in section.initiatives:
            values = (one.value(heading, edition) or "" for heading in headings)
            about = (str(one.number), one.name, one.department, one.summaries[edition])
            table.append((*about, *values))
        blocks += [f"{section.number}　{section.title}", table]
    return blocks


MAKERS = {".xlsx": as_xlsx, ".docx": as_docx, ".pdf": as_pdf}
SUBSTANCE = "1-2 1-3 2-2 2-3 2-4 3-1 3-3 3-4 3-5".split()
KINDS = {
    **dict.fromkeys(SUBSTANCE, "substance"),
    **{"1-4": "added", "2-5": "removed", "2-1": "notation", "3-2": "notation"},
}


def test_one_file_with_two_editions(run: Run) -> None:
    """One file alone is compared between its two latest editions, labels included."""
    ran = run("compare", str(LABELS))
    assert ran.code == 0
    assert ran.out.startswith("plan.yaml: 現行 → 改正案, 4 initiatives\n")
    assert run("compare", str(SHIPPED), "--format", "json").out.count('"ref"') == 15


def test_one_file_with_one_edition_is_a_mistake(run: Run) -> None:
    """A file that has only one edition is refused with what to do."""
    ran = run("compare", OLD)
    assert ran.code == 2
    assert "only one edition: R6" in ran.err
    assert "compare OLD NEW" in ran.err


def test_equal_editions_may_be_compared(run: Run) -> None:
    """Two documents of one year, such as a draft and the plan, are compared all the same."""
    ran = run("compare", OLD, OLD, "--all", "--format", "json")
    assert ran.code == 0
    assert {row["kind"] for row in rows(ran).values()} == {"unchanged"}


def test_editions_are_named(run: Run) -> None:
    """--edition takes the old one and the new one; one left out is said with its command."""
    shipped = str(SHIPPED)
    default = run("compare", shipped, shipped, width=200)
    assert f"R5 was not compared. To compare it: bouhan-diff compare {shipped}" in default.out
    assert "--edition R5 --edition R6" in default.out
    ran = run("compare", shipped, shipped, "--edition", "令和5年度", "--edition", "R6")
    assert "15 of 37 initiatives changed" in ran.out
    assert run("compare", str(LABELS), "--edition", "改正案", "--edition", "現行").code == 0
    assert run("compare", shipped, shipped, "--edition", "R5", "--edition", "R9").code == 2


def test_the_later_year_as_the_old_one_is_warned_of(run: Run) -> None:
    """New before old is compared, and said to be the wrong way round."""
    ran = run("compare", NEW, OLD)
    assert ran.code == 0
    assert "The old year R7 is later than the new year R6." in ran.err
    assert "later" in run("changes", "R6", "R5").err


def test_filters_and_formats_are_those_of_changes(run: Run, tmp_path: Path) -> None:
    """Rows are filtered, sorted and written as everywhere."""
    ran = run("compare", OLD, NEW, "--dept", "くらし安全", "--kind", "substance", "--format", "csv")
    written = csv.DictReader(io.StringIO(ran.out))
    names = [row["事業名"] for row in written if row["区分"] == "内容"]
    assert names == ["交通安全教室", "見守りカメラ設置事業"]
    sorted_ = run("compare", OLD, NEW, "--sort", "当初予算額", "--format", "json")
    assert list(rows(sorted_))[:2] == ["見守りカメラ設置事業", "紙おむつ支給事業"]
    heaviest = run("compare", OLD, NEW, "--sort", "weight", "--format", "json")
    assert [row["kind"] for row in rows(heaviest).values()][-2:] == ["notation", "notation"]
    grouped = json.loads(run("compare", OLD, NEW, "--group-by", "指標", "--format", "json").out)
    assert "延べ利用者数" in [group["heading"] for group in grouped["groups"]]
    target = tmp_path / "表.xlsx"
    assert run("compare", OLD, NEW, "-o", str(target)).code == 0
    assert target.stat().st_size > 1000


def test_fields_alone_are_compared(run: Run) -> None:
    """--field compares these columns and names the rest as not compared."""
    ran = run("compare", OLD, NEW, "--field", "対象者", "--format", "json")
    table = json.loads(ran.out)
    assert [n for n, row in rows(ran).items() if row["kind"] == "substance"] == ["交通安全教室"]
    assert {one["heading"] for one in table["not_compared"]} == {
        "事業内容",
        "当初予算額",
        "指標",
        "目標値",
    }


def test_facts_are_lines_for_a_database(run: Run, tmp_path: Path) -> None:
    """--format facts prints JSON Lines and writes CSV or JSON Lines by the suffix."""
    printed = [
        json.loads(line) for line in run("compare", OLD, NEW, "--format", "facts").out.splitlines()
    ]
    budgets = {one["ref"]: one["difference"] for one in printed if one["heading"] == "当初予算額"}
    assert (budgets["1-3"], budgets["3-4"]) == (-1800, -7500)
    target = tmp_path / "変更点.csv"
    assert run("compare", OLD, NEW, "--format", "facts", "-o", str(target)).code == 0
    assert len(target.read_text("utf-8-sig").splitlines()) == len(printed) + 1
    assert run("compare", OLD, NEW, "--format", "facts", "-o", str(tmp_path / "x.md")).code == 2


def test_headings_are_paired_by_hand(run: Run, tmp_path: Path) -> None:
    """A column of another name is said to be left out, with the option that pairs it."""
    other = tmp_path / "R7.yaml"
    text = Path(NEW).read_text("utf-8").replace("  対象者: ", "  主な対象者: ")
    other.write_text(re.sub("( 主な対象者: (?!text).+)", r"\1等", text), encoding="utf-8")
    left_out = run("compare", OLD, str(other), "--format", "json")
    told = {one["heading"] for one in json.loads(left_out.out)["not_compared"]}
    assert told == {"対象者", "主な対象者"}
    assert run("compare", OLD, str(other)).out.count("--pair") == 1
    paired = run("compare", OLD, str(other), "--pair", "対象者=主な対象者", "--format", "json")
    assert json.loads(paired.out)["not_compared"] == []


def test_what_was_read_is_saved(run: Run, documents: tuple[str, str], tmp_path: Path) -> None:
    """--save keeps both plans as data files, and will not replace them unasked."""
    folder = tmp_path / "計画"
    assert run("compare", *documents, "--save", str(folder)).code == 0
    names = [file.name for file in sorted(folder.iterdir())]
    assert names == ["防犯計画R5.yaml", "防犯計画R6.yaml"]
    assert [str(year) for year in load_plan(folder / names[0]).editions] == ["R5"]
    again = run("compare", *documents, "--save", str(folder))
    assert (again.code, "--force" in again.err) == (2, True)
    assert run("compare", *documents, "--save", str(folder), "--force").code == 0


def test_saved_names_differ_in_more_than_case(run: Run, tmp_path: Path) -> None:
    """To Windows and macOS plan.yaml and PLAN.yaml are one file, and neither plan may be lost."""
    names = [tmp_path / "a" / "plan.yaml", tmp_path / "b" / "PLAN.yaml"]
    for source, target in zip((OLD, NEW), names, strict=True):
        target.parent.mkdir()
        target.write_bytes(Path(source).read_bytes())
    assert run("compare", *map(str, names), "--save", str(tmp_path / "kept")).code == 0
    saved = sorted(file.name for file in (tmp_path / "kept").iterdir())
    assert saved == ["PLAN-new.yaml", "plan-old.yaml"]
    turned = "compare", *map(str, reversed(names)), "--by-year", "--save", str(tmp_path / "turned")
    assert run(*turned).code == 0
    assert sorted(file.name for file in (tmp_path / "turned").iterdir()) == saved
    refused = run("compare", OLD, NEW, "--save", str(names[0]))
    assert (refused.code, "not a folder" in refused.err) == (2, True)


def test_files_may_be_ordered_by_their_years(run: Run) -> None:
    """--by-year takes the earlier file as the old one: dropped on an icon, files have no order."""
    ran = run("compare", NEW, OLD, "--by-year", "--format", "json")
    assert (ran.code, json.loads(ran.out)["old_year"]) == (0, "R6")
    assert "later" not in ran.err


LAUNCHERS = Path(__file__).parents[2] / "scripts" / "launchers"


@pytest.mark.skipif(os.name != "posix", reason="a browser is a shell script here")
def test_the_desktop_entry_opens_the_page(process: Run, tmp_path: Path) -> None:
    """What the icon of a desktop runs opens the result of two files in the browser."""
    entry = (LAUNCHERS / "bouhan-diff.desktop").read_text("utf-8")
    (command,) = re.findall("^Exec=bouhan-diff (.*) %F$", entry, re.MULTILINE)
    ran = process(
        *command.split(), NEW, OLD, env={"BROWSER": "/bin/echo %s", "TMPDIR": str(tmp_path)}
    )
    assert (ran.code, ran.out.startswith("file://")) == (0, True)


def test_the_launcher_of_windows_runs_the_same() -> None:
    """Both launchers call the same command, and the one of Windows has Windows' line ends."""
    entry = (LAUNCHERS / "bouhan-diff.desktop").read_text("utf-8")
    (command,) = re.findall("^Exec=bouhan-diff (.*) %F$", entry, re.MULTILINE)
    windows = (LAUNCHERS / "くらべる.cmd").read_bytes().decode("utf-8")
    assert windows.count(f"{command} %*") == 2
    assert windows.count("\n") == windows.count("\r\n")


@pytest.mark.skipif(os.name != "posix", reason="a browser is a shell script here")
def test_the_page_opens_in_the_browser(process: Run, tmp_path: Path) -> None:
    """--open writes a page that only the user can read, and hands it to the browser."""
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{seen}"\n', encoding="utf-8")
    browser.chmod(0o755)
    ran = process(
        "compare", OLD, NEW, "--open", env={"BROWSER": f"{browser} %s", "TMPDIR": str(tmp_path)}
    )
    assert (ran.code, ran.out) == (0, "")
    page = Path(seen.read_text("utf-8").strip().removeprefix("file://"))
    assert "見守りカメラ設置事業" in page.read_text("utf-8")
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700


def test_strict_refuses_what_is_doubtful(run: Run, tmp_path: Path) -> None:
    """With --strict a document that is not understood whole ends with 2, and nothing is shown."""
    old, new = tmp_path / "R5.csv", tmp_path / "R6.csv"
    old.write_bytes(document(5))
    new.write_bytes(document(6) + "３,行の続きのない,,,\r\nなにか\r\n".encode())
    ran = run("compare", str(old), str(new), "--strict", "-o", str(tmp_path / "表.xlsx"))
    if "with --strict" in ran.err:  # whether it is a doubt is the reader's to say
        assert ran.code == 2
        assert not (tmp_path / "表.xlsx").exists()


def test_documents_without_a_year_are_old_and_new(run: Run, tmp_path: Path) -> None:
    """Two documents that name no edition are compared as 旧 and 新, or as --edition says."""
    files = []
    for name, change in (("甲.csv", "更新する。"), ("乙.csv", "増設する。")):
        text = document(6, change).decode().replace("令和6年度事業概要", "事業概要")
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append(str(tmp_path / name))
    ran = run("compare", *files, "--all", "--format", "json")
    table = json.loads(ran.out)
    assert (ran.code, table["old_year"], table["new_year"]) == (0, "旧", "新")
    assert [row["kind"] for row in rows(ran).values()] == ["substance", "unchanged"]
    named = run("compare", *files, "--edition", "現行", "--edition", "改正案", "--format", "json")
    assert json.loads(named.out)["new_year"] == "改正案"
    for refused in (("import", files[0]), ("show", "--data", files[0]), ("check", files[0])):
        ran = run(*refused)
        assert ran.code == 2
        assert f"bouhan-diff import {files[0]} --edition R6 -o 甲.yaml" in ran.err


def test_of_many_columns_the_first_are_named(run: Run, tmp_path: Path) -> None:
    """A sheet of evaluations has two hundred, which would fill the screen before any change."""
    files = [tmp_path / "R6.csv", tmp_path / "R7.csv"]
    for file in files:
        heads = ",".join(f"費目{at}（千円）" for at in range(1, 15))
        file.write_text(f"事業名,{heads}\n橋の点検{',1' * 14}\n", encoding="utf-8")
    ran = run("compare", *map(str, files), width=300)
    assert "費目11, 費目12 and 2 more" in ran.out


def test_rolling_plans_are_compared_in_the_years_that_both_have(run: Run, tmp_path: Path) -> None:
    """Of plans for R7 to R9 and R8 to R10 so are the last years; the other pairs take one line."""
    files = []
    for first in (7, 8):
        years = ",".join(f"R{first + step}事業費（千円）" for step in range(3))
        files.append(tmp_path / f"R{first}.csv")
        files[-1].write_text(f"事業名,担当課,{years}\n橋の点検,道路課,1,2,3\n", encoding="utf-8")
    ran = run("compare", *map(str, files), width=200)
    assert "R9, 1 initiative" in ran.out
    assert "R10, 1 initiative" in ran.out
    assert "compared: 事業費, 事業費（R8）, 事業費（R9）" in ran.out
    assert "R7 was not compared." in ran.out


def test_a_budget_beside_goals_for_later_years_is_of_its_own_year(run: Run, tmp_path: Path) -> None:
    """It is compared with the next budget, and the goals for years that both have with each other.

    The budget has no year that both have, and is not listed as missing there.
    """
    files = []
    for year, (budget, source) in ((6, (100, 60)), (7, (150, 90))):
        goals = ",".join(f"目標値（R{year + step}）" for step in range(3))
        lines = (
            f"令和{year}年度　事業計画",
            f"事業名,担当課,令和{year}年度予算額（千円）,令和{year}年度一般財源（千円）,{goals}",
            f"橋の点検,道路課,{budget},{source},{year}件,{year + 2}件,9件",
        )
        files.append(tmp_path / f"計画{year}.csv")
        files[-1].write_text("\n".join(lines), encoding="utf-8")
    ran = run("compare", *map(str, files), width=200)
    assert "R6, 1 initiative" in ran.out
    assert "R7, 1 initiative" in ran.out
    assert "100 → 150" in ran.out
    assert "60 →  90" in ran.out
    assert re.search(r"目標値（R7）\S* +8件 → +7件", ran.out)
    assert "予算額（R7）" not in ran.out


def test_many_editions_left_out_take_one_line(run: Run, tmp_path: Path) -> None:
    """All are named at once, with the command that compares the first of them."""
    files = [tmp_path / name for name in ("old.csv", "new.csv")]
    for file, years in zip(files, (range(5, 9), (9,)), strict=True):
        heads = ",".join(f"R{year}事業費（千円）" for year in years)
        values = ",".join(str(year) for year in years)
        file.write_text(f"事業名,担当課,{heads}\n橋の点検,道路課,{values}\n", encoding="utf-8")
    ran = run("compare", *map(str, files), width=400)
    assert "R5, R6, R7 were not compared. To compare R5: bouhan-diff compare" in ran.out
    assert ran.out.count("To compare") == 1


def test_an_appendix_is_not_the_edition_of_a_document(run: Run, tmp_path: Path) -> None:
    """A document stands for the latest edition that it is about, not for one of a few rows."""
    file = tmp_path / "R6.yaml"
    text = Path(OLD).read_text("utf-8").replace("  R6: 事業内容\n", "  R6: 事業内容\n  R9: 付記\n")
    text = text.replace("          R6: |-\n", "          R9: 付記\n          R6: |-\n", 1)
    file.write_text(text, encoding="utf-8")
    ran = run("compare", str(file), NEW, width=200)
    assert "R6.yaml (p. 3 – p. 5): R6, 13 initiatives" in ran.out
    assert "R9 was not compared. To compare it: bouhan-diff compare" in ran.out


def test_differences_are_an_exit_code(run: Run) -> None:
    """--exit-code is 1 where the two files differ."""
    assert run("compare", OLD, NEW, "--exit-code").code == 1
    assert run("compare", OLD, OLD, "--exit-code").code == 0


def test_documents_are_data(run: Run, documents: tuple[str, str], tmp_path: Path) -> None:
    """--data takes documents beside data files, joins them by title, and folders of both."""
    both = ["--data", documents[0], "--data", documents[1]]
    ran = run("changes", *both, "--format", "json")
    assert (ran.code, json.loads(ran.out)["new_year"]) == (0, "R6")
    assert '"name": "防犯灯の設置"' in run("changes", *both, "--format", "jsonl").out
    assert run("check", *documents).out.count("no errors") == 2
    folder = tmp_path / "混在"
    folder.mkdir()
    (folder / "R5.csv").write_bytes(document(5))
    (folder / "R5.yaml").write_text(Path(OLD).read_text("utf-8"), encoding="utf-8")
    (folder / "~$R5.docx").write_bytes(b"lock")
    shown = run("show", "--data", str(folder), "--format", "json")
    assert shown.code == 0
    assert json.loads(shown.out)["title"].startswith("暁市")


def test_documents_of_two_titles_are_not_joined_silently(run: Run, tmp_path: Path) -> None:
    """Where two files are not of one series, both titles and the way out are named."""
    other = tmp_path / "別.yaml"
    other.write_text(Path(NEW).read_text("utf-8").replace("暁市", "黎明市"), encoding="utf-8")
    ran = run("changes", "--data", OLD, "--data", str(other))
    assert ran.code == 2
    assert "are not taken as one plan" in ran.err
    assert f"compare {OLD} {other}" in " ".join(ran.err.split())


@pytest.mark.usefixtures("documents")
def test_an_unreadable_file_of_a_folder_is_skipped(run: Run, tmp_path: Path) -> None:
    """In a folder, what cannot be read is reported, and the rest is used; a note is no plan."""
    (tmp_path / "メモ.txt").write_text("覚え書き\n", encoding="utf-8")
    ran = run("changes", "--data", str(tmp_path), "--format", "json")
    assert (ran.code, json.loads(ran.out)["new_year"]) == (0, "R6")
    assert "メモ.txt: This document has no table of initiatives and was skipped." in ran.err
    (tmp_path / "壊れ.docx").write_bytes(b"PK")
    ran = run("changes", "--data", str(tmp_path), "--format", "json")
    assert (ran.code, json.loads(ran.out)["new_year"]) == (2, "R6")
    assert "壊れ.docx" in ran.err


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize(
    ("name", "saved_as"),
    [("計画.doc", ".docx"), ("計画.jtd", ".docx"), ("計画.xlsb", ".xlsx"), ("計画.XDW", ".pdf")],
)
def test_another_programs_document_is_named_with_the_way_out(
    run: Run, tmp_path: Path, name: str, saved_as: str
) -> None:
    """Alone and in a folder: it must be saved as a document that can be read."""
    file = tmp_path / name
    file.write_bytes(b"\xd0\xcf\x11\xe0 another program's")
    for ran in (
        run("import", str(file)),
        run("changes", "--data", str(tmp_path), "--format", "json"),
    ):
        assert ran.code == 2
        assert f"Open it in its program and save it as {saved_as}." in ran.err


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize(
    ("name", "saved_as"), [("新旧対照表.html", ".pdf"), ("メモ.md", ".docx")], ids=["page", "notes"]
)
def test_what_stands_beside_plans_in_a_folder_is_none(
    run: Run, tmp_path: Path, name: str, saved_as: str
) -> None:
    """The program writes pages and readers write notes there; named by itself, one is refused."""
    beside = tmp_path / name
    beside.write_text("<!doctype html>", encoding="utf-8")
    assert run("changes", "--data", str(tmp_path), "--format", "json").code == 0
    ran = run("compare", str(beside), OLD)
    assert ran.code == 2
    assert f"save it as {saved_as}" in ran.err


@pytest.mark.parametrize(
    ("ref", "names"),
    [
        ("4-5", {"4-5"}),
        ("防犯ガイド", set()),
        ("出前講座", {"1-2"}),
        ("ﾃﾞｼﾞﾀﾙ", set()),
        ("見守り", {"4-8", "5-3"}),
        ("4", set()),
    ],
)
def test_an_initiative_is_found_by_a_part_of_its_name(run: Run, ref: str, names: set[str]) -> None:
    """Show takes a reference, whole, or a part of a name; a bare figure is neither."""
    ran = run("show", ref, "--format", "json")
    assert ran.code == (0 if names else 1)
    if names:
        assert names <= {row["ref"] for row in rows(ran).values()}


def test_a_policy_number_is_not_the_beginning_of_another(run: Run, tmp_path: Path) -> None:
    """--policy エ1 does not take エ10, and エ takes both."""
    file = tmp_path / "plan.yaml"
    text = SHIPPED.read_text("utf-8").replace("policies: [エ②]", "policies: [エ10]")
    file.write_text(text, encoding="utf-8")
    data = ["--data", str(file), "--format", "json", "--all"]
    exact = rows(run("changes", "--policy", "エ1", *data))
    assert {policy for row in exact.values() for policy in row["policies"]} == {"エ①"}
    letter = rows(run("changes", "--policy", "エ", *data))
    assert "エ10" in {policy for row in letter.values() for policy in row["policies"]}


def test_advice_for_a_document_without_a_year_can_be_pasted(run: Run, tmp_path: Path) -> None:
    """A comparison takes --edition twice, so that the advice names both, the other's own too."""
    text = "番号,事業名,事業内容\n1,見守り,街頭で声をかける。\n2,清掃,公園を清掃する。\n"
    for name in ("甲.csv", "乙.csv"):
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / "甲.csv"), str(tmp_path / "乙.csv")]
    ran = run("compare", *files)
    assert ran.err.count("Name it, such as: --edition R6 --edition R7\n") == 2
    assert run("compare", *files, "--edition", "R6", "--edition", "R7").err == ""
    ran = run("compare", files[0], str(SHIPPED))
    assert "Name it, such as: --edition R5 --edition R6\n" in ran.err


def test_the_example_of_another_edition_is_not_that_of_the_other_file(
    run: Run, tmp_path: Path
) -> None:
    """The year before that of the new file is the old file's; two alike would compare nothing."""
    files = tmp_path / "事業R6.csv", tmp_path / "事業R7.csv"
    for file, name in zip(files, ("巡回", "見回り"), strict=True):
        file.write_bytes(f"番号,事業名\r\n1,{name}\r\n2,防犯教室\r\n".encode())
    ran = run("compare", *map(str, files))
    assert ran.code == 0
    assert re.findall(r"--edition (\S+) --edition (\S+)", ran.err) == [("R5", "R7"), ("R6", "R8")]
    assert "2 initiatives; compared: names only" in " ".join(ran.out.split())


AIMS = """
title: 見守り計画
years: {{{year}: ""}}
columns: {{予算額: {{type: amount, unit: 千円}}}}
sections:
  - number: 1
    title: 道路
    aim: "{aim}"
    initiatives: [{{number: 1, name: 橋の点検, fields: {{予算額: {{{year}: "{cost}"}}}}}}]
  - number: 2
    title: 公園
    aim: 遊べる場所を増やす。
    initiatives: [{{number: 1, name: 遊具の交換, fields: {{予算額: {{{year}: "{cost}"}}}}}}]
"""


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".md", ""])
def test_another_aim_of_a_section_is_said_below_it(suffix: str, run: Run, tmp_path: Path) -> None:
    """What a section is for in the new document stands with what it was for in the old one."""
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file, year, aim, cost in zip(
        files, ("R6", "R7"), ("橋を直す。", "橋と道を直す。"), (100, 120), strict=True
    ):
        file.write_text(AIMS.format(year=year, aim=aim, cost=cost), encoding="utf-8")
    made = tmp_path / f"c{suffix}"
    ran = run("compare", *map(str, files), *(["-o", str(made)] if suffix else []))
    assert ran.code == 0
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(made) as package:
            said = "".join(
                package.read(name).decode(errors="replace") for name in package.namelist()
            )
    else:
        said = made.read_text(encoding="utf-8") if suffix else ran.out
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]+>", "", said))
    assert len(re.findall(r"\((?:令和6年度|FY2024 \(R6\)):橋を直す。\)", text)) == 1
    assert text.count("遊べる場所を増やす。") == (0 if suffix == "" else 1)
