"""Precision and recall of matching (事業の対応付け) across two documents.

    python benchmarks/matching.py

First the fictional successors of the tests, then plans made from the shipped one by a
seeded hand: each run renumbers and shuffles all initiatives over three sections, renames,
rewrites, drops, adds, merges and splits some, and remembers the truth. A pair counts as
found only where its match is not doubtful, unless it should be; exits 1 where the first
successor is not exact.
"""

import random
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import yaml

from bouhan_diff import load_plan
from bouhan_diff.edition import Edition
from bouhan_diff.linkage import DOUBTFUL_BELOW
from bouhan_diff.linkage.linker import match_initiatives
from bouhan_diff.plan import Initiative, Plan, Section, reference

R5, R6, R7 = Edition(2023), Edition(2024), Edition(2025)
CASES = Path(__file__).parent.parent / "tests" / "cases"
NEXT_YEAR = CASES / "next_year"
SUCCESSORS = CASES / "successors"
RUNS = 50

Pairs = set[tuple[str, str]]
Known = tuple[tuple[str, ...], Initiative]  # the old references, and what they became

NEW = {
    "空き家の適正管理": "管理されていない空き家の所有者に通知し、除草や施錠を依頼する。",
    "自転車の盗難防止": "駅前の駐輪場で二重ロックを呼びかけ、希望者に錠を配布する。",
    "客引き行為の防止": "繁華街において条例に基づく指導員が声かけを行い、違反者に勧告する。",
    "防犯ボランティア表彰": "長年活動した個人及び団体に感謝状を贈り、広報紙で紹介する。",
}


def main() -> int:
    """Print the figures; return 1 where the fictional plan is not matched exactly."""
    old = load_plan()
    answers = yaml.safe_load((NEXT_YEAR / "matches.yaml").read_text("utf-8"))
    truth = {(o, n) for o, refs in answers.items() for n in refs}
    fictional = [(truth, found(old, load_plan(NEXT_YEAR / "programs.yaml")))]
    exact = report("the fictional successor", fictional)
    cases = yaml.safe_load((SUCCESSORS / "cases.yaml").read_text("utf-8"))
    for case in cases:
        report(case["what"], [judged(case)])
    strangers(case["new"] for case in cases)
    for shared in (True, False):
        runs = []
        for seed in range(RUNS):
            chance = random.Random(seed)  # noqa: S311  repeatable, not secret
            new, expected = successor(old, chance, shared=shared)
            runs.append((expected, found(old, new)))
        column = "with" if shared else "without"
        report(f"{RUNS} made successors {column} the shared year's column", runs)
    return 0 if exact else 1


def judged(case: Mapping[str, Any]) -> tuple[Pairs, Pairs]:
    """Return the true pairs of a case, and those found with the certainty they should have."""
    old = load_plan(SUCCESSORS / case["old"]) if "old" in case else load_plan()
    new = load_plan(SUCCESSORS / case["new"])
    truth = {(o, n) for o, refs in case["matches"].items() for n in refs}
    years = [Edition.parse(year) for year in case["years"]]
    return truth, found(old, new, *years, doubtful=case["doubtful"])


def strangers(files: Iterable[str]) -> None:
    """Print how many initiatives of different publishers' plans are taken for the same."""
    plans = [load_plan(SUCCESSORS / file) for file in files]
    pairs = [(o, n) for o, n in permutations(plans, 2) if o.publisher != n.publisher]
    wrong = sum(len(found(o, n, max(o.editions), max(n.editions))) for o, n in pairs)
    rows = sum(len(list(old.initiatives())) for old, _new in pairs)
    print(f"plans of strangers: {wrong} of {rows} initiatives matched, none of them rightly")


def found(
    old: Plan,
    new: Plan,
    old_edition: Edition = R5,
    new_edition: Edition = R7,
    *,
    doubtful: Collection[str] = (),
) -> Pairs:
    """Return the pairs of references that are matched without doubt, or with it where due."""
    return {
        (o.ref, n.ref)
        for match in match_initiatives(old, new, old_edition, new_edition)
        for o in match.old
        for n in match.new
        if (match.certainty < DOUBTFUL_BELOW) == (o.ref in doubtful)
    }


def report(what: str, runs: Sequence[tuple[Pairs, Pairs]]) -> bool:
    """Print precision and recall over all runs; return whether both are 1."""
    right = sum(len(expected & got) for expected, got in runs)
    precision = right / sum(len(got) for _expected, got in runs)
    recall = right / sum(len(expected) for expected, _got in runs)
    print(f"{what}: precision {precision:.3f}, recall {recall:.3f}")
    return precision == recall == 1


def successor(plan: Plan, chance: random.Random, *, shared: bool) -> tuple[Plan, Pairs]:
    """Return a made successor of the plan, and which of its initiatives are which."""
    rows = [((reference(s.number, i.number),), i) for s, i in plan.initiatives()]
    chance.shuffle(rows)
    del rows[:2]
    regrouped = [join(rows.pop(), rows.pop()) for _ in range(2)]
    parted = [row for row in rows if "、" in row[1].summaries[R6]][:2]
    regrouped += [part for row in parted for part in cut(row)]
    rows = [row for row in rows if row not in parted]
    varied: list[Known] = [(refs, vary(initiative, chance)) for refs, initiative in rows]
    department = rows[0][1].department
    added: list[Known] = [
        ((), Initiative(1, name, {R7: NEW[name]}, department))
        for name in chance.sample(sorted(NEW), 2)
    ]
    everything = varied + regrouped + added
    chance.shuffle(everything)
    return placed(plan, everything, shared=shared)


def placed(plan: Plan, rows: Sequence[Known], *, shared: bool) -> tuple[Plan, Pairs]:
    """Return a plan of three sections with the rows in turn, and the true pairs."""
    sections: list[list[Initiative]] = [[], [], []]
    pairs: Pairs = set()
    for place, (refs, initiative) in enumerate(rows):
        section, number = place % 3, place // 3 + 1
        summaries = {R7: initiative.summaries.get(R7, initiative.summaries.get(R6, ""))}
        if shared and R6 in initiative.summaries:
            summaries[R6] = initiative.summaries[R6]
        made = replace(initiative, number=number, summaries=summaries, policies=("ア①",))
        sections[section].append(made)
        pairs |= {(o, reference(section + 1, number)) for o in refs}
    years = {R6: "令和６年度", R7: "令和７年度"} if shared else {R7: "令和７年度"}
    titled = (Section(n, f"第{n}", tuple(made)) for n, made in enumerate(sections, 1))
    return replace(plan, editions=years, sections=tuple(titled)), pairs


def join(one: Known, other: Known) -> Known:
    """Return two initiatives merged into one, under a name of both."""
    text = one[1].summaries[R6] + "\n" + other[1].summaries[R6]
    name = f"{one[1].name}及び{other[1].name}"
    return one[0] + other[0], replace(one[1], name=name, summaries={R6: text})


def cut(known: Known) -> list[Known]:
    """Return an initiative split in two at a 、 or 。 near its middle."""
    refs, initiative = known
    text = initiative.summaries[R6]
    middle = (
        min((abs(i - len(text) // 2), i) for i, c in enumerate(text[:-1]) if c in "、。")[1] + 1
    )
    return [
        (refs, replace(initiative, name=f"{initiative.name}（{n}）", summaries={R6: half}))
        for n, half in enumerate((text[:middle], text[middle:]), 1)
    ]


def vary(initiative: Initiative, chance: random.Random) -> Initiative:
    """Return the initiative renamed, moved or rewritten by chance."""
    text = initiative.summaries[R6]
    name, department = initiative.name, initiative.department
    if chance.random() < 0.2:
        name = chance.choice([name[: len(name) // 2], f"{name}事業", "その他の取組", name[::-1]])
    if chance.random() < 0.2:
        department = "市民生活部くらし安全課"
    summaries = {R6: text, R7: text}
    if chance.random() < 0.5:
        clauses = text.split("、")
        del clauses[chance.randrange(len(clauses))]
        summaries[R7] = "、".join(clauses) or text
    if chance.random() < 0.1:
        summaries[R6] = summaries[R7]
    return replace(initiative, name=name, department=department, summaries=summaries)


if __name__ == "__main__":
    sys.exit(main())
