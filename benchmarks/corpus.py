"""A made-up country (標本): the shipped plan as each of many municipalities might have it.

    python benchmarks/corpus.py FOLDER [FILES]

Seeded, so that every run makes the same files. Names and numbers differ from file to file,
so that no two texts are the same; in each, about two summaries of five change between the
years, as in the shipped plan, from a letter's width to a rewritten sentence.
"""

import argparse
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bouhan_diff import load_plan
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan
from bouhan_diff.storage.dumper import dump_plan

MUNICIPALITIES = 1741  # each with the plan's 37 initiatives makes 64,417 pairs
R5, R6 = Edition(2023), Edition(2024)

KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのまみむめもやゆよらりるれろわ"
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")

AMOUNTS = ("当初予算額", "うち国庫支出金", "決算額", "一般財源")

Edit = Callable[[str, random.Random], str]


def main() -> None:
    """Make the files that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=int, nargs="?", default=MUNICIPALITIES)
    given = parser.parse_args()
    generate(given.folder, given.files)


def generate(folder: Path, files: int = MUNICIPALITIES, *, has_amounts: bool = False) -> None:
    """Write that many plans, one file a municipality, into the folder.

    has_amounts: with four columns of amounts, each in both editions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plan = load_plan()
    for number in range(files):
        chance = random.Random(number)  # noqa: S311  repeatable, not secret
        made = municipal(plan, number, chance)
        if has_amounts:
            made = with_amounts(made, chance)
        (folder / f"{number:05}.yaml").write_text(dump_plan(made), encoding="utf-8", newline="\n")


def join(folder: Path, file: Path) -> None:
    """Write the plans of a folder as one list into one file (一冊)."""
    with file.open("w", encoding="utf-8", newline="\n") as joined:
        for plan in sorted(folder.glob("*.yaml")):
            lines = plan.read_text(encoding="utf-8").splitlines()
            body = [line for line in lines if not line.startswith("#")]
            joined.write("- " + "\n  ".join(body) + "\n")


def merge(folder: Path, file: Path) -> None:
    """Write the sections of all plans of a folder as one plan into one file (合本)."""
    plans = [load_plan(plan) for plan in sorted(folder.glob("*.yaml"))]
    sections = tuple(
        replace(section, number=f"{number}-{section.number}")
        for number, plan in enumerate(plans)
        for section in plan.sections
    )
    merged = dump_plan(replace(plans[0], sections=sections))
    file.write_text(merged, encoding="utf-8", newline="\n")


def municipal(plan: Plan, number: int, chance: random.Random) -> Plan:
    """Return the plan as this municipality might have it."""
    name = "".join(chance.choices(KANA, k=3)) + chance.choice("市町村")
    sections = tuple(
        replace(
            section,
            initiatives=tuple(local(row, name, chance) for row in section.initiatives),
        )
        for section in plan.sections
    )
    return replace(plan, publisher=f"{name}{number}", title=f"{name}の防犯施策", sections=sections)


def local(initiative: Initiative, name: str, chance: random.Random) -> Initiative:
    """Return the initiative with this municipality's name, numbers and changes."""
    text = initiative.summaries[R6].replace("苫小牧", name.rstrip("市町村"))
    text = re.sub(r"\d\d+", lambda _: str(chance.randint(10, 999)), text)
    lines = [f"{name}においては、{text}"]
    if chance.random() < 0.5:
        lines.append(f"対象は{chance.randint(2, 90)}団体とし、{name}と協力して行う。")
    old = new = "\n".join(lines)
    if chance.random() < 0.4:
        for edit in chance.sample(EDITS, chance.randint(1, 3)):
            new = edit(new, chance)
    return replace(initiative, summaries={R5: old, R6: new})


def with_amounts(plan: Plan, chance: random.Random) -> Plan:
    """Return the plan with amounts, of which about a third changes."""
    return replace(
        plan,
        columns=tuple(Column(heading, ColumnType.AMOUNT, "千円") for heading in AMOUNTS),
        sections=tuple(
            replace(
                section,
                initiatives=tuple(
                    replace(row, fields={heading: amounts(chance) for heading in AMOUNTS})
                    for row in section.initiatives
                ),
            )
            for section in plan.sections
        ),
    )


def amounts(chance: random.Random) -> dict[Edition, str]:
    """Return an amount in both editions."""
    old = chance.randint(1, 99_999)
    new = chance.randint(1, 99_999) if chance.random() < 1 / 3 else old
    return {R5: f"{old:,}", R6: f"{new:,}"}


def without_a_clause(text: str, chance: random.Random) -> str:
    """Return the text with one of its clauses dropped."""
    clauses = text.split("、")
    if len(clauses) > 1:
        del clauses[chance.randrange(len(clauses) - 1)]
    return "、".join(clauses)


EDITS: tuple[Edit, ...] = (
    lambda text, _chance: text.translate(WIDE_DIGITS),
    lambda text, _chance: text.replace("及び", "および").replace("取組", "取り組み"),
    lambda text, _chance: text.replace("を実施する", "する").replace("を行う", "をおこなう"),
    lambda text, _chance: text.replace("等", "", 1),
    lambda text, chance: text + f"また、年{chance.randint(2, 12)}回の点検を行う。",
    lambda text, chance: re.sub(r"\d+", lambda m: str(int(m[0]) + chance.randint(1, 9)), text),
    without_a_clause,
)


if __name__ == "__main__":
    main()
