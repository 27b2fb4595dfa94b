"""What --kind, --why, --omit-unchanged and --highlight do, as people give them."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from commandline import CASES, Ran
from openpyxl import Workbook, load_workbook

Run = Callable[..., Ran]
HEADINGS = ("番号", "事業名", "担当課", "令和{}年度 事業内容")


def workbook(path: Path, year: int, text: str) -> str:
    """A workbook of one initiative."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"令和{year}年度 見守り計画"])
    sheet.append([heading.format(year) for heading in HEADINGS])
    sheet.append(["1", "巡回", "市民課", text])
    sheet.append(["2", "教室", "学校課", "小学校で防犯教室を開く。"])
    book.save(path)
    return str(path)


def test_kinds_of_facts_are_those_of_edits(run: Run) -> None:
    """An edit of notation is found in a row that has heavier changes, and alone."""
    ran = run("changes", "--format", "facts", "--kind", "notation")
    facts = [json.loads(line) for line in ran.out.splitlines()]
    assert {fact["kind"] for fact in facts} == {"notation"}
    assert ("1-1", "ＬＩＮＥ") in {(fact["ref"], fact["old"]) for fact in facts}


def test_kinds_of_amendments_are_those_of_edits(run: Run) -> None:
    """Spelling is amended where it is asked for, and then nothing else."""
    out = run("changes", "--format", "amendment", "--kind", "notation").out
    assert "「ＬＩＮＥ」を「LINE」に改める。" in out
    assert "コンビニ" not in out
    enacted, _line, about = run("changes", "--format", "amendment").out.partition("（参考）")
    assert "ＬＩＮＥ」を「LINE」" not in enacted
    assert "ＬＩＮＥ」を「LINE」" in about


def test_tracked_changes_have_the_whole_edition(run: Run, tmp_path: Path) -> None:
    """All changes accepted give the whole new edition; --omit-unchanged leaves rows out."""
    whole, short = tmp_path / "whole.docx", tmp_path / "short.docx"
    assert run("changes", "--tracked", "-o", str(whole)).code == 0
    assert run("changes", "--tracked", "--omit-unchanged", "-o", str(short)).code == 0
    counted = [
        sum(len(table.rows) - 1 for table in docx.Document(str(file)).tables)
        for file in (whole, short)
    ]
    assert counted == [37, 15]
    notes = [docx.Document(str(file)).paragraphs[3].text for file in (whole, short)]
    assert "省略" not in notes[0]
    assert notes[1].startswith("（注）37件のうち変更のない22件は省略した")


def test_unchanged_rows_are_there_to_be_omitted(run: Run, tmp_path: Path) -> None:
    """--omit-unchanged shows that unchanged rows exist, without --all."""
    file = tmp_path / "table.docx"
    assert run("changes", "--omit-unchanged", "-o", str(file)).code == 0
    with zipfile.ZipFile(file) as package:
        assert "（略）" in package.read("word/document.xml").decode("utf-8")


def test_why_puts_the_kinds_into_a_word_document(run: Run, tmp_path: Path) -> None:
    """A formal table has no kinds; a working document may."""
    found = []
    for options in ((), ("--why",)):
        file = tmp_path / f"table{len(options)}.docx"
        assert run("changes", *options, "-o", str(file)).code == 0
        with zipfile.ZipFile(file) as package:
            found.append("内容の変更" in package.read("word/document.xml").decode("utf-8"))
    assert found == [False, True]


def test_the_new_workbook_is_marked(run: Run, tmp_path: Path) -> None:
    """The copy has the changed cell coloured and the old value in a comment."""
    old = workbook(tmp_path / "old.xlsx", 6, "市内を巡回し、商店に声を掛ける。")
    new = workbook(tmp_path / "new.xlsx", 7, "市内を巡回し、コンビニに声を掛ける。")
    before = Path(new).read_bytes()
    target = tmp_path / "marked.xlsx"
    ran = run("compare", old, new, "--highlight", "-o", str(target))
    assert ran.code == 0
    assert "1 cell is marked." in ran.err
    assert Path(new).read_bytes() == before
    cell = load_workbook(io.BytesIO(target.read_bytes())).worksheets[0]["D3"]
    assert cell.fill.fgColor.rgb == "FFFFF2CC"
    assert "商店" in cell.comment.text


def test_only_a_workbook_is_marked(run: Run, tmp_path: Path) -> None:
    """Another format, or a new document that is no workbook, is a mistake with its remedy."""
    old = workbook(tmp_path / "old.xlsx", 6, "巡回する。")
    ran = run("compare", old, old, "--highlight", "-o", str(tmp_path / "marked.docx"))
    assert (ran.code, "-o FILE.xlsx" in ran.err) == (2, True)
    text = tmp_path / "new.csv"
    text.write_text("番号,事業名\n1,巡回\n", encoding="utf-8")
    ran = run("compare", old, str(text), "--highlight", "-o", str(tmp_path / "marked.xlsx"))
    assert (ran.code, "Leave out --highlight" in ran.err) == (2, True)


def test_a_csv_says_what_it_leaves_out_in_the_language_of_messages(
    run: Run,
) -> None:
    """The advice names --all only where that brings the rows: not those of other kinds."""
    unchanged = "22 unchanged initiatives are left out. To include them: --all\n"
    assert run("changes", "--format", "csv").err == unchanged
    others = "36 initiatives of other kinds are left out.\n"
    assert run("changes", "--format", "csv", "--kind", "wording").err == others
    assert run("changes", "--format", "csv", "--all").err == ""
    japanese = run("changes", "--format", "csv", env={"LANGUAGE": "ja"}).err
    assert japanese == "変更のない22件を省いています。含めるには: --all\n"


def test_a_csv_of_several_plans_says_of_which_it_leaves_out_rows(run: Run, tmp_path: Path) -> None:
    """Each line begins with the title of its plan."""
    for letter in "甲乙":
        (tmp_path / f"{letter}.yaml").write_text(_UNCHANGED.replace("甲", letter), "utf-8")
    err = run("changes", "--format", "csv", "--data", str(tmp_path)).err
    said = "1 unchanged initiative is left out. To include them: --all\n"
    assert err == f"計画乙　{said}計画甲　{said}"


_UNCHANGED = """
title: 計画甲
years: {R6: 内容, R7: 内容}
sections:
  - number: 1
    title: 章
    initiatives:
      - {number: 1, name: 巡回, summaries: {R6: 巡回する。, R7: 巡回する。}}
"""


def test_facts_say_beside_them_what_was_not_compared(run: Run, tmp_path: Path) -> None:
    """They are one line for each edit, and have none for that."""
    city = ("changes", "--data", str(CASES / "city"), "--field", "対象者")
    facts = tmp_path / "facts.csv"
    err = run(*city, "--format", "facts", "-o", str(facts)).err
    assert "\nNot compared: " in err
    assert "当初予算額 (not among the columns asked for)" in err
    assert run(*city, "--format", "json").err == ""
    assert run("changes", "--format", "facts").err == ""
