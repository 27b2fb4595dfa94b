"""The shipped plan holds the published document, whole and to the letter."""

import re
import subprocess
import sys
from pathlib import Path

from bouhan_diff.edition import Edition
from bouhan_diff.plan import Plan
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.dumper import dump_plan
from bouhan_diff.text.normalize import fold

DATA = Path(__file__).parent.parent.parent / "data"
SOURCE = (DATA / "source" / "tomakomai-bouhan-r5-r6.txt").read_text(encoding="utf-8")
R5, R6 = Edition(2023), Edition(2024)

# What the pages repeat around the plan: the table's head, the running title and its label.
FURNITURE = re.compile(
    "令和５年度\n事業概要\n\n令和６年度　事業概要（予定） 担当課\n※施策\n番号\n"
    "|^取組事業\\s*$|^資料１$|^※施策番号＿$",
    re.MULTILINE,
)


def squeezed(text: str) -> str:
    """The text without white space, as page breaks leave no other trace."""
    return "".join(text.split())


def texts(plan: Plan) -> list[str]:
    """Every text of the plan, in the order of the document."""
    found = [plan.source, plan.title, *plan.editions.values(), plan.policy_plan]
    for section in plan.sections:
        found += [section.title, section.aim]
        for initiative in section.initiatives:
            found += [initiative.name, *initiative.summaries.values(), initiative.department]
            found += initiative.policies
    return [text for text in found if text]


def test_every_text_is_in_the_source() -> None:
    """Each text of the data file stands in the published document, page breaks aside."""
    source = squeezed(SOURCE)
    several = re.compile("^[ア-カ][①-⑤]$")  # ウ①②③ is printed once for three
    absent = [
        text
        for text in texts(load_plan())
        if squeezed(text) not in source and not several.match(text)
    ]
    assert absent == []


def test_nothing_of_the_source_is_left_over() -> None:
    """The document in its order, without headings and page furniture, is the plan."""
    left = squeezed(FURNITURE.sub("", SOURCE))
    plan = load_plan()
    expected = f"{plan.source}{plan.title}"
    for section in plan.sections:
        expected += "１２３４５６"[int(section.number) - 1] + section.title + section.aim
        for initiative in section.initiatives:
            letters = "".join(initiative.policies)
            expected += (
                f"{initiative.number}{initiative.name}"
                f"{initiative.summaries[R5]}{initiative.summaries[R6]}{initiative.department}"
                f"{letters[0]}{letters.replace(letters[0], '')}"
            )
        if section.number == 1:  # the footnote stands under the first table
            expected += plan.policy_plan
    assert left == squeezed(expected)


def test_paragraphs_are_the_sources() -> None:
    """There is a line in the summaries for each indented line of the source."""
    indented = re.findall("^　(?!　)", SOURCE, re.MULTILINE)
    summaries = [text for _, one in load_plan().initiatives() for text in one.summaries.values()]
    assert sum(text.count("\n") + 1 for text in summaries) == len(indented)
    assert not any(line != line.strip() for text in summaries for line in text.split("\n"))


def test_the_facts_of_the_plan_hold() -> None:
    """Sections, initiatives, departments and policy numbers are as many as were published."""
    plan = load_plan()
    initiatives = [initiative for _, initiative in plan.initiatives()]
    assert [len(section.initiatives) for section in plan.sections] == [7, 8, 1, 14, 3, 4]
    assert [section.number for section in plan.sections if not section.aim] == [5, 6]
    departments = {initiative.department for initiative in initiatives}
    assert (len(departments), len({fold(name) for name in departments})) == (16, 15)
    assert len({policy for one in initiatives for policy in one.policies}) == 19
    assert plan.sections[2].initiatives[0].policies == ("ウ①", "ウ②", "ウ③")
    assert sum(one.department == "健康こども部青少年課" for one in initiatives) == 8
    assert plan.sections[1].initiatives[1].department.endswith("(地域担当）")


def test_fifteen_initiatives_differ() -> None:
    """Those and only those summaries differ from R5 to R6."""
    differing = [
        f"{section.number}-{initiative.number}"
        for section, initiative in load_plan().initiatives()
        if initiative.summaries[R5] != initiative.summaries[R6]
    ]
    expected = "1-1 1-2 1-3 1-4 1-6 2-3 2-7 3-1 4-2 4-5 4-14 5-1 6-1 6-2 6-4"
    assert differing == expected.split()


def test_the_file_is_as_dump_plan_writes_it() -> None:
    """The shipped file is in the one style that the tool itself writes."""
    assert dump_plan(load_plan()) == (DATA / "programs.yaml").read_text(encoding="utf-8")


def test_the_data_is_found_from_any_folder(tmp_path: Path) -> None:
    """The shipped plan is read whatever the working folder is."""
    code = "import bouhan_diff; print(len(list(bouhan_diff.load_plan().initiatives())))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "37"
