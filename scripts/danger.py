"""Change one fact in each of many sentences and report every change named lighter (危険な誤り).

    python scripts/danger.py [--changes 10000] [--seed 1]

Sentences come from the shipped plan and from tests/cases; each change is made by a template
that alters a fact: an amount, a counter, a negation, who acts, how much is promised, a list,
a sign; the pairs of the cases that are substance are changes, too. Half of them are hidden among
changes of notation and wording: a mark in front, brackets around, another ending or synonym.
Prints what was named lighter than substance as cases for tests/cases/dangers.yaml, and exits 1
when there was any.
"""

import argparse
import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bouhan_diff import diff_text, load_plan
from bouhan_diff.textdiff import EditKind, heaviest
from bouhan_diff.textdiff.tokenizer import Word, split_sentences, words

CASES = Path(__file__).parent.parent / "tests" / "cases"


class Change(NamedTuple):
    """A sentence and the same with one fact changed (事実の変更); fact: what was changed."""

    fact: str
    old: str
    new: str


TEMPLATES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (CASES / "danger_templates.yaml").read_text(encoding="utf-8")
)

NOTATION: tuple[tuple[str, str], ...] = (
    ("、", "，"),
    ("及び", "および"),
    ("取組", "取り組み"),
    ("ため", "為"),
    ("行う", "おこなう"),
    ("（", "("),
    ("）", ")"),
    ("子供", "子ども"),
    ("さらに", "更に"),
)

HARMLESS: tuple[tuple[str, str], ...] = (
    (r"\A(?![・（])", "・"),
    (r"\A([^（）\n]+?)。?\Z", r"（\1）"),
    (r"(?<=[一-龠])する。", "します。"),
    (r"(?<=[一-龠])した。", "しました。"),
    (r"行う。", "行います。"),
    (r"である。", "です。"),
    (r"、(?=[一-龠])", "、\n"),
    (r"支援(?=する|し)", "サポート"),
    (r"(?<=を)開催(?=する|し)", "実施"),
    (r"(?<=を)推進する", "進める"),
    (r"(?<=[一-龠])において", "で"),
    (r"(?<=所)で(?=[^あ])", "にて"),
)
"""What changes no fact (無害な書換え): a pattern and what takes its place."""


def texts() -> list[str]:
    """Return the sentences that are changed (元の文), each once, in a fixed order."""
    found = [
        summary
        for _, initiative in load_plan().initiatives()
        for summary in initiative.summaries.values()
    ]
    for case in yaml.safe_load((CASES / "kinds.yaml").read_text(encoding="utf-8")):
        found += (case["old"], case["new"])
    for family in yaml.safe_load((CASES / "dangers.yaml").read_text(encoding="utf-8")):
        for pair in family["pairs"]:
            found += pair
    whole = dict.fromkeys(one.strip() for text in found for one in split_sentences(text))
    return [sentence for sentence in whole if sentence]


def known() -> Iterator[Change]:
    """Yield the pairs of the cases that are a change of fact (既知の変更)."""
    for case in yaml.safe_load((CASES / "kinds.yaml").read_text(encoding="utf-8")):
        if case["kind"] == "substance":
            yield Change("known case", case["old"], case["new"])
    for family in yaml.safe_load((CASES / "dangers.yaml").read_text(encoding="utf-8")):
        for old, new in family["pairs"]:
            yield Change("known danger", old, new)


def changes(old: str, others: Sequence[str], chance: random.Random) -> Iterator[Change]:
    """Yield the changes of one fact that a sentence allows (一文の変更)."""
    for fact, templates in TEMPLATES.items():
        for template in templates:
            for match in re.finditer(template["find"], old):
                for replacement in template["becomes"]:
                    new = old[: match.start()] + match.expand(replacement) + old[match.end() :]
                    if new != old:
                        yield Change(fact, old, new)
    yield from _other_nouns(old, others, chance)
    yield from _joined_lists(old)
    yield from _swapped_nouns(old, chance)


def _swapped_nouns(old: str, chance: random.Random) -> Iterator[Change]:
    """Yield two nouns of a sentence that changed places, with a role in between (格の入替え)."""
    found = words(old)
    after = [word.surface for word in found[1:]] + [""]
    nouns = [at for at, word in enumerate(found) if _is_plain_noun(word) and after[at] != "的"]
    pairs = [
        (first, second)
        for first in nouns
        for second in nouns
        if first < second
        and found[first].surface != found[second].surface
        and any(
            word.surface in ("が", "を", "に", "は")
            and word.pos[1] in ("格助詞", "係助詞")
            and before.surface not in ("並び", "又")
            for before, word in pairwise(found[first:second])
        )
    ]
    chance.shuffle(pairs)
    for first, second in pairs[:5]:
        new = [word.surface for word in found]
        new[first], new[second] = new[second], new[first]
        yield Change("nouns swapped", old, "".join(new))


def _other_nouns(old: str, others: Sequence[str], chance: random.Random) -> Iterator[Change]:
    """Yield a noun dropped, and one replaced by another sentence's (名詞の差替え)."""
    place = 0
    pool = [word.surface for word in words(chance.choice(others)) if _is_plain_noun(word)]
    for word in words(old):
        start, place = place, place + len(word.surface)
        if not _is_plain_noun(word):
            continue
        # 見守り活動をする者に活動の用具を貸す drops nothing that the sentence has not said.
        if word.surface not in old[:start]:
            yield Change("noun dropped", old, old[:start] + old[place:])
        if pool and (noun := chance.choice(pool)) != word.surface:
            yield Change("another noun", old, old[:start] + noun + old[place:])


def _joined_lists(old: str) -> Iterator[Change]:
    """Yield two things of a list made one (並列の消失)."""
    found = words(old)
    place = 0
    for at, word in enumerate(found):
        start, place = place, place + len(word.surface)
        if word.surface != "、" or not 0 < at < len(found) - 1:
            continue
        if _is_plain_noun(found[at - 1]) and _is_plain_noun(found[at + 1]):
            yield Change("list", old, old[:start] + old[place:])
            for mark in "・•":
                items = f"{mark}{old[:start]}\n{mark}{old[place:]}"
                yield Change("list items", items, f"{mark}{old[:start]}{old[place:]}")


def _is_plain_noun(word: Word) -> bool:
    pos, surface = word.pos, word.surface
    return (
        pos[:2] == ("名詞", "普通名詞")
        and pos[2] in ("一般", "サ変可能")
        and len(surface) > 1
        and re.fullmatch("[一-龠ァ-ヶー]+", surface) is not None
        and surface not in _LITTLE
    )


# Nouns that add no fact of their own in some places.
_LITTLE = frozenset(
    [
        *("実施", "次", "皆様", "以下", "下記", "各種", "規定"),
        *("本市", "当市", "当該", "年度", "利用", "使用", "学校", "程度", "開催"),
    ]
)


def hidden(change: Change, chance: random.Random) -> Change:
    """Return the change among changes of notation and wording (表記・表現の変更に紛れた形)."""
    new = change.new
    for plain, other in NOTATION:
        if chance.getrandbits(1):
            new = new.replace(plain, other)
    if chance.getrandbits(1):
        new = re.sub("[０-９ａ-ｚＡ-Ｚ]+", lambda m: unicodedata.normalize("NFKC", m[0]), new)
    for pattern, other in HARMLESS:
        if not chance.randrange(4):
            new = re.sub(pattern, other, new)
    return change._replace(new=new)


def sample(number: int, seed: int) -> list[Change]:
    """Return so many changes, as many of each fact as there are (標本)."""
    chance = random.Random(seed)  # noqa: S311  no secret
    old = texts()
    by_fact: dict[str, list[Change]] = {}
    for text in old:
        for change in changes(text, old, chance):
            by_fact.setdefault(change.fact, []).append(change)
    for change in known():
        by_fact.setdefault(change.fact, []).append(change)
    for found in by_fact.values():
        chance.shuffle(found)
    taken: list[Change] = []
    while len(taken) < number and by_fact:
        for fact in list(by_fact):
            taken.append(by_fact[fact].pop())
            if not by_fact[fact]:
                del by_fact[fact]
    return [hidden(c, chance) if n % 2 else c for n, c in enumerate(taken[:number])]


def lighter(taken: Sequence[Change]) -> list[Change]:
    """Return the changes that are named lighter than substance (軽く判定された変更)."""
    return [
        change
        for change in taken
        if heaviest(diff_text(change.old, change.new)) is not EditKind.SUBSTANCE
    ]


def main() -> int:
    """Print each change that was named lighter; return 1 where there is one."""
    parser = argparse.ArgumentParser(description="Look for changes of fact named lighter.")
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    taken = sample(asked.changes, asked.seed)
    found = lighter(taken)
    for change in found:
        kind = heaviest(diff_text(change.old, change.new))
        pair = json.dumps([change.old, change.new], ensure_ascii=False)
        print(f"    - {pair}  # {change.fact}, named {kind}")
    facts = Counter(change.fact for change in taken)
    print(
        f"{len(taken)} changes of {len(facts)} facts, {len(found)} named lighter", file=sys.stderr
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
