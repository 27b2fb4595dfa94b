"""What each command shows of the shipped plan, and what each filter leaves."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from commandline import CASES, CHANGED, SHIPPED

from bouhan_diff.cli import output
from bouhan_diff.cli.options import FORMATS

Run = Callable[..., Any]


def rows(run: Run, *arguments: str, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The rows that a command gives as JSON, group by group."""
    ran = run(*arguments, "--format", "json", **more)
    assert (ran.code, ran.err) == (0, "")
    return [row for group in json.loads(ran.out)["groups"] for row in group["rows"]]


def refs(run: Run, *arguments: str) -> list[str]:
    """The references of those rows."""
    return [row["ref"] for row in rows(run, *arguments)]


def test_changes_are_the_fifteen(run: Run) -> None:
    """Exactly these differ between R5 and R6, whether the years are named or not."""
    assert refs(run, "changes", "R5", "R6") == refs(run, "changes") == CHANGED


def test_changes_open_with_a_headline(run: Run) -> None:
    """How many of how many changed, over all and in each section; the rest in one line."""
    out = run("changes", "R5", "R6").out
    assert "15 of 37 initiatives changed" in out
    assert re.findall(r"^(\d)　.*?\s(\d+) of (\d+) initiatives? changed", out, re.M) == [
        ("1", "5", "7"),
        ("2", "2", "8"),
        ("3", "1", "1"),
        ("4", "3", "14"),
        ("5", "1", "3"),
        ("6", "3", "4"),
    ]
    assert "22 unchanged initiatives are left out" in out


def test_all_shows_the_unchanged_too(run: Run) -> None:
    """With --all there are 37, and 22 of them are unchanged."""
    kinds = [row["kind"] for row in rows(run, "changes", "--all")]
    assert (len(kinds), kinds.count("unchanged")) == (37, 22)


def test_show_has_the_whole_plan_to_the_letter(run: Run) -> None:
    """All 37 with names, departments, numbers and both texts, as the data file has them."""
    plan = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    published = [
        [
            f"{s['number']}-{i['number']}",
            *(i[field] for field in ("name", "department", "policies")),
            *i["summaries"].values(),
        ]
        for s in plan["sections"]
        for i in s["initiatives"]
    ]
    assert len(published) == 37
    fields = ("ref", "name", "department", "policies", "old", "new")
    assert [[row[field] for field in fields] for row in rows(run, "show")] == published


def test_show_one_initiative(run: Run) -> None:
    """A reference alone shows both texts and what was edited."""
    out = run("show", "4-5", width=100).out
    assert "「こどもSOSの家」の実施" in out
    assert "[-商店-]" in out
    assert "{+コンビニ+}" in out
    assert refs(run, "show", "４－５") == ["4-5"]


def test_show_one_year(run: Run) -> None:
    """Of one year there is one text, and no kind of change."""
    for row in rows(run, "show", "--year", "R6"):
        assert row["kind"] is None
        assert row["old"] is None
        assert row["new"]
    assert "【" not in run("show", "--year", "令和5年度").out


@pytest.mark.parametrize(
    ("name", "counts"), [("市民生活課", [12, 3, 1, 1]), ("健康こども部青少年課", [8])]
)
def test_departments_by_any_part_of_their_names(name: str, counts: list[int], run: Run) -> None:
    """A part of a name finds each department that has it, in the plan's order."""
    groups = json.loads(run("by-dept", name, "--format", "json").out)["groups"]
    assert [len(group["rows"]) for group in groups] == counts
    part = name.removeprefix("健康こども部")
    assert sum(counts) == len(refs(run, "by-dept", part))


def test_departments_of_two_spellings_are_one(run: Run) -> None:
    """The brackets are of two widths in the source, and the department is one."""
    assert refs(run, "by-dept", "市民生活課(地域担当)") == refs(
        run, "by-dept", "市民生活課（地域担当）"
    )


def test_lists_are_there_to_pick_from(run: Run) -> None:
    """Without a name every department and every policy number stands with its counts."""
    departments = run("by-dept").out
    assert re.search(r"^健康こども部青少年課 +1 / +8 ", departments, re.M)
    assert len(re.findall(r" \d+ / +\d+ ", departments)) == 15
    assert len(re.findall(r" \d+ / +\d+ ", run("by-policy").out)) == 19


@pytest.mark.parametrize("policy", ["エ2", "エ②", "ｴ②", "エ２", " エ 2"])
def test_a_policy_number_in_every_width(policy: str, run: Run) -> None:
    """エ2, エ② and ｴ② are one number."""
    assert refs(run, "by-policy", policy) == ["4-5", "4-6", "4-7", "4-8"]
    assert refs(run, "show", "--policy", policy) == ["4-5", "4-6", "4-7", "4-8"]


def test_a_letter_stands_for_all_of_its_numbers(run: Run) -> None:
    """エ alone means all fourteen of エ, and オ is a number of its own."""
    assert refs(run, "show", "--policy", "エ") == [f"4-{number}" for number in range(1, 15)]
    assert {tuple(row["policies"]) for row in rows(run, "show", "--policy", "オ")} == {("オ",)}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ("--section 3", "3-1"),
        ("--section 支援", "3-1"),
        ("--section 5 --section 3", "3-1 5-1"),
        ("--section 1 --kind added", ""),
        ("--section 4 --kind 内容", "4-5"),
        ("--dept 住宅課", "2-7"),
        ("--dept 教育部 --section 4", "4-14"),
        ("--dept 住宅課 --dept 施設課", "2-7 4-2"),
        ("--policy ウ", "3-1"),
    ],
)
def test_filters_narrow_and_repeat(filters: str, wanted: str, run: Run) -> None:
    """Filters of one sort are alternatives, those of different sorts hold together."""
    if wanted:
        found = refs(run, "changes", *filters.split())
        assert set(wanted.split()) <= set(found)
        assert set(found) <= set(CHANGED)
    else:
        assert run("changes", *filters.split()).code == 1


@pytest.mark.parametrize(("by", "groups"), [("section", 6), ("department", 7), ("policy", 9)])
def test_groups_of_each_sort(by: str, groups: int, run: Run) -> None:
    """One table a section, department or policy number; a row counts once in the headline."""
    ran = run("changes", "--group-by", by, "--format", "json")
    found = json.loads(ran.out)["groups"]
    assert len(found) >= groups
    assert {row["ref"] for group in found for row in group["rows"]} == set(CHANGED)
    assert "15 of 37 initiatives changed" in run("changes", "--group-by", by).out


YEARS = yaml.safe_load((CASES / "fiscal_years.yaml").read_text(encoding="utf-8"))
OURS = [year for year, begins in YEARS["years"].items() if begins == 2023]
OTHERS = [year for year in YEARS["years"] if year not in OURS]
REFUSED = [str(year) for year in OTHERS + YEARS["ambiguous"] + YEARS["wrong"] if year]


@pytest.mark.parametrize("year", OURS)
def test_a_year_in_every_spelling(year: str, run: Run) -> None:
    """Every usual spelling of 令和5年度 is that year on the command line."""
    assert json.loads(run("changes", year, "R6", "--format", "json").out)["old_year"] == "R5"


@pytest.mark.parametrize("year", REFUSED)
def test_a_year_that_is_not_in_the_plan_is_refused(year: str, run: Run) -> None:
    """Another year, an ambiguous one and no year at all are mistakes, and say so."""
    ran = run("changes", year, "R6")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("bouhan-diff: ")


def test_search_finds_words_of_either_year(run: Run) -> None:
    """A word of the old text alone or of the new one alone finds the initiative."""
    assert refs(run, "search", "商店") == refs(run, "search", "商店", "こども") == ["4-5"]
    assert refs(run, "search", "コンビニ") == refs(run, "search", "ｺﾝﾋﾞﾆ") == ["4-5"]
    assert refs(run, "search", "line") == refs(run, "search", "ＬＩＮＥ")
    assert (
        refs(run, "search", "商店　コンビニ") == refs(run, "search", " コンビニ 商店 ") == ["4-5"]
    )
    assert run("search", "商店", "火星").code == 1
    assert run("search", "商店　火星").code == 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("産後ケア事業", id="a name that was given up"),
        pytest.param("産後ケア・訪問支援", id="the name that replaced it"),
    ],
)
def test_search_finds_old_and_new_names(words: str, run: Run) -> None:
    """An initiative that was renamed is found under either name."""
    assert refs(run, "search", words, "--data", str(CASES / "city")) == ["2-2"]


def test_a_number_is_found_without_its_separators(run: Run) -> None:
    """120,000 is found by who types 120000, and the other way round."""
    found = refs(run, "search", "120000", "--data", str(CASES / "city"))
    assert found == refs(run, "search", "120,000", "--data", str(CASES / "city")) == ["2-1"]


def test_check_says_what_it_found(run: Run) -> None:
    """A sound file is named with what it has."""
    ran = run("check")
    assert ran.code == 0
    assert "37 initiatives, 6 sections, R5, R6" in ran.out


@pytest.mark.parametrize(
    "arguments",
    ["show", "show 4-5", "changes", "changes --why", "by-dept", "by-policy エ", "stats"],
)
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_screens_keep_to_their_width(arguments: str, width: int, run: Run) -> None:
    """No line is wider than the screen, at any width."""
    from rich.cells import cell_len  # noqa: PLC0415  Rich comes with drawing

    ran = run(*arguments.split(), width=width)
    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= width


def test_json_is_the_same_in_both_languages(run: Run) -> None:
    """What other programs read does not depend on the reader's language."""
    for arguments in (["changes", "--all"], ["show"], ["by-dept"], ["stats"]):
        in_english, in_japanese = (
            run(*arguments, "--format", "json", env={"LANGUAGE": language}).out
            for language in ("en", "ja")
        )
        assert in_english == in_japanese


@pytest.mark.parametrize("form", ["markdown", "html", "csv", "json", "jsonl", "amendment"])
def test_every_format_goes_to_standard_output(form: str, run: Run) -> None:
    """Each has the new word of 4-5, and nothing else is printed but what a CSV leaves out."""
    ran = run("changes", "--section", "4", "--format", form)
    assert (ran.code, "are left out" in ran.err) == (0, form == "csv")
    assert ran.err.count("\n") == (form == "csv")
    assert "コンビニ" in ran.out


def test_each_format_is_offered_under_the_name_that_it_is_written_by(run: Run) -> None:
    """What --format takes is what has a writer, Word and Excel apart; help names all and -o too."""
    assert {*FORMATS, "word", "excel"} == {*output._FORMATS, "table"}
    offered = run("changes", "--help").out
    suffixes = {one for form in output._FORMATS.values() for one in form.suffixes}
    assert [one for one in (*FORMATS, *suffixes) if one not in offered] == []


def test_lines_are_of_the_kinds_asked_for(run: Run) -> None:
    """A line for each row of the kind, the unchanged as any other."""
    lines = run("changes", "--kind", "unchanged", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["unchanged"] * 22


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_search_says_where_the_words_stand(form: str, run: Run) -> None:
    """Word by word the place in the name or in either text, as characters are counted."""
    ran = run("search", "line", "発信", "--format", form)
    row = json.loads(ran.out) if form == "jsonl" else json.loads(ran.out)["groups"][0]["rows"][0]
    found = [(one["word"], row[one["in"]][one["start"] : one["end"]]) for one in row["found"]]
    assert {("line", "ＬＩＮＥ"), ("line", "LINE"), ("発信", "発信")} == set(found)
    assert {one["in"] for one in row["found"]} == {"old", "new"}


def test_only_a_search_has_found_words(run: Run) -> None:
    """Elsewhere nobody asked for words."""
    assert "found" not in rows(run, "changes")[0]


def test_statistics_for_programs(run: Run) -> None:
    """Counts by kind over all and for each sort of group, the most changed, the figures."""
    ran = run("stats", "--format", "json")
    sums = json.loads(ran.out)
    assert (sums["initiatives"], sums["changed"]) == (37, 15)
    assert sums["kinds"]["unchanged"] == 22
    assert [one["changed"] for one in sums["sections"]] == [5, 2, 1, 3, 1, 3]
    assert [one["initiatives"] for one in sums["sections"]] == [7, 8, 1, 14, 3, 4]
    assert (len(sums["departments"]), len(sums["policies"])) == (15, 19)
    assert sorted(one["ref"] for one in sums["most_changed"]) == sorted(CHANGED)
    shares = [one["share"] for one in sums["most_changed"]]
    assert shares == sorted(shares, reverse=True)
    change = {"ref": "1-1", "name": "犯罪情報等の提供", "heading": "", "old": "年6回", "new": ""}
    assert change in sums["figures"]


def test_statistics_of_what_is_asked_for(run: Run) -> None:
    """Filters narrow them, and several plans make an array."""
    sums = json.loads(run("stats", "--section", "4", "--format", "json").out)
    assert (sums["initiatives"], sums["changed"]) == (14, 3)
    assert len(sums["sections"]) == 1


def test_check_tells_of_terms_that_are_written_in_two_ways(run: Run) -> None:
    """Each with its rows, after what was found in the file."""
    first, *found = run("check", "--consistency").out.splitlines()
    assert "37 initiatives" in first
    assert (
        "A name with and without its last part: 苫小牧警察 (6-2) / 苫小牧警察署"
        " (4-9, 6-2, 6-3, 6-4)." in found
    )
    assert len(run("check").out.splitlines()) == 1


def test_terms_of_several_plans_are_said_with_the_plan(run: Run, tmp_path: Path) -> None:
    """Their references are alike."""
    other = tmp_path / "別.yaml"
    other.write_text(SHIPPED.read_text("utf-8").replace("title: ", "title: 別の", 1), "utf-8")
    alone = run("check", "--consistency").out.splitlines()[1:]
    both = run("check", "--consistency", str(SHIPPED), str(other)).out.splitlines()[2:]
    title = "苫小牧市における防犯施策の取組みについて"
    assert both == [f"{of}{title}　{line}" for of in ("", "別の") for line in alone]
