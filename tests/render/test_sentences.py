from dataclasses import replace
from pathlib import Path

from bouhan_diff import compare, load_plan
from bouhan_diff.comparison.compare import single_year
from bouhan_diff.comparison.filters import changed_only
from bouhan_diff.comparison.table import RowKind
from bouhan_diff.render import amendment


def text_of(*tables: object) -> str:
    """What is written of the tables."""
    return amendment.write(tables).decode("utf-8")


def test_a_single_sentence_stands_behind_the_name() -> None:
    """One sentence takes one line, several stand below the initiative's name."""
    lines = text_of(compare(load_plan())).splitlines()
    assert "4-5　「こどもSOSの家」の実施：「商店」を「コンビニ」に改める。" in lines
    assert lines[lines.index("1-1　犯罪情報等の提供：") + 1].startswith(
        "　第1段落中「青少年課、」を削り"
    )


def test_unchanged_initiatives_are_not_told() -> None:
    """All rows or the changed ones alone give the same sentences."""
    table = compare(load_plan())
    assert text_of(table) == text_of(changed_only(table))


def test_a_single_year_has_no_sentences() -> None:
    """Where nothing is compared, nothing is told but the title."""
    assert text_of(single_year(load_plan(), "R6")).strip().count("\n") == 0


def test_initiatives_counted_but_not_told_are_counted() -> None:
    """The head names how many of the changed ones below it are left out, being spelling alone."""
    plan = load_plan(Path(__file__).parent.parent / "cases" / "labels" / "plan.yaml")
    lines = text_of(compare(plan)).splitlines()
    told = [line for line in lines if line[:3] in {"1-1", "1-2", "2-1", "2-2"}]
    assert len(told) == 3
    assert "4件中4件に変更。うち表記だけの1件は示していない" in lines
    assert not [line for line in lines if line.startswith("（示した")]


def test_what_is_left_out_is_said() -> None:
    """Where spelling is left out the head says so; where it is asked for it alone is told."""
    table = compare(load_plan())
    assert "（示したものの表記だけの変更は示していない）" in text_of(table).splitlines()
    notation = amendment.write([table], [RowKind.NOTATION]).decode("utf-8")
    assert "を「LINE" in notation
    assert "商店" not in notation


def test_a_heading_that_fills_its_cell_is_written_without_its_spaces() -> None:
    """事 業 概 要 is 事業概要 in a sentence, of the main text as of any field."""
    table = compare(load_plan(Path(__file__).parent.parent / "cases" / "plan-renewed.yaml"))
    spaced = replace(
        table, old_heading="令和６年度 事 業 概 要", new_heading="令和７年度 事 業 概 要"
    )
    assert "　　事業概要　電動キックボードの利用者" in text_of(spaced)
