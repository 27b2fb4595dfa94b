"""Precision, recall and F of matching over made pairs of years (対応付けの精度).

    python benchmarks/year_pairs.py [--seed N] [--runs N] [--rows N] [--list]

Each run invents a plan of an office that nobody has seen and what became of it a year later:
one in ten is renamed, others are split, merged, moved to another section or department,
dropped or new; some names come twice, some texts are a word or two or say the same of all.
A found pair counts whether it is doubtful or not. --list prints what was found wrongly or
not at all. Exits 1 where F is below the bound.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bouhan_diff.edition import Edition
from bouhan_diff.linkage.linker import match_initiatives
from bouhan_diff.plan import Initiative, Plan, Section, reference

OLD, NEW = Edition(2025), Edition(2026)
BOUND = 0.985
SECTIONS = 6

WHOM = (
    *("高齢者", "児童", "障がい者", "子育て世帯", "ひとり親家庭", "若者", "外国人住民", "妊産婦"),
    *("中小企業", "新規就農者", "漁業者", "商店街", "町内会", "自主防災組織", "消防団", "移住者"),
    *("公民館", "図書館", "体育館", "保育所", "小中学校", "公園", "市営住宅", "橋りょう", "市道"),
    *("河川", "上水道", "下水道", "農業用水路", "森林", "観光施設", "文化財", "斎場", "ごみ処理場"),
)
WHAT = (
    *(
        "相談支援",
        "就労支援",
        "医療費助成",
        "交通費助成",
        "見守り",
        "健康診査",
        "学習支援",
        "交流促進",
    ),
    *("経営安定化", "担い手育成", "販路拡大", "人材確保", "情報発信", "魅力向上", "防犯対策"),
    *("改修", "耐震化", "長寿命化", "維持管理", "新設", "用地取得", "省エネ化", "バリアフリー化"),
)
END = ("事業", "", "推進事業", "の実施", "の充実", "費補助", "委託料")
PLACES = ("東", "西", "南", "北", "中央", "港", "浜", "山手", "川上", "新町", "本町", "緑ヶ丘")
HOW = (
    *(
        "専門の相談員を{n}人配置し",
        "民間事業者に委託し",
        "国の交付金を活用し",
        "市の負担を{n}割とし",
    ),
    *("関係機関と定期的に協議し", "広報紙とホームページで募集し", "モデル地区を{n}か所選び"),
    *(
        "年{n}回の講座を開き",
        "訪問により実態を把握し",
        "電子申請の受付を始め",
        "{n}年計画で順に進め",
    ),
    *("老朽化した設備を取り替え", "地元の団体と協定を結び", "利用者の声を調査し", "条例を見直し"),
)
AIM = (
    *(
        "負担の軽減を図る",
        "安全で快適な環境を整える",
        "社会参加を促す",
        "地域経済の活性化につなげる",
    ),
    *("将来にわたり機能を維持する", "孤立を防ぐ", "定住人口の増加を目指す", "災害に備える"),
    *("切れ目のない支援を行う", "利用の促進を図る", "事故の発生を未然に防ぐ", "経費の縮減を図る"),
)
SHORT = ("継続", "", "維持管理費", "一式", "補助金の交付", "委託料", "指定管理料")
DEPARTMENTS = (
    "福祉課",
    "子育て支援課",
    "商工振興課",
    "農林課",
    "建設課",
    "教育総務課",
    "危機管理課",
)


@dataclass
class Made:
    """A made initiative (作った事業): what it says, and of which old ones it is the successor."""

    name: str
    text: str
    department: str
    section: int
    olds: list[int] = field(default_factory=list)


def main() -> int:
    """Print the figures of all runs; return 1 where F is below the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    right = found_in_all = true_in_all = sure = sure_and_wrong = 0
    for run in range(given.runs):
        chance = random.Random(given.seed * 1000 + run)  # noqa: S311  repeatable, not secret
        old, new, truth = year_pair(chance, given.rows)
        found = {
            (o.ref, n.ref): match.certainty
            for match in match_initiatives(old, new, OLD, NEW)
            for o in match.old
            for n in match.new
        }
        right += len(truth & found.keys())
        found_in_all += len(found)
        true_in_all += len(truth)
        is_sure = {pair for pair, certainty in found.items() if certainty >= 0.7}
        sure += len(is_sure)
        sure_and_wrong += len(is_sure - truth)
        if given.list:
            for pair in sorted(truth ^ found.keys()):
                print("wrong" if pair in found else "lost ", *described(old, new, pair))
    precision, recall = right / found_in_all, right / true_in_all
    f = 2 * precision * recall / (precision + recall)
    print(f"precision {precision:.4f}, recall {recall:.4f}, F {f:.4f} (at least {BOUND})")
    print(f"without doubt: {sure} of {found_in_all} pairs, {sure_and_wrong} of them wrong")
    return 0 if f >= BOUND else 1


def described(old: Plan, new: Plan, pair: tuple[str, str]) -> Iterator[str]:
    """Yield the reference, name and text of both sides of a pair."""
    for plan, ref, edition in ((old, pair[0], OLD), (new, pair[1], NEW)):
        for section, one in plan.initiatives():
            if reference(section.number, one.number) == ref:
                yield f"{ref} {one.name}「{one.summaries[edition]}」"


def year_pair(chance: random.Random, rows: int) -> tuple[Plan, Plan, set[tuple[str, str]]]:
    """Return a made plan, the one of the next year, and which initiatives are which."""
    olds = first_year(chance, rows)
    news = next_year(chance, olds)
    old_plan, old_refs = plan_of(olds, OLD)
    new_plan, new_refs = plan_of(news, NEW)
    truth = {(old_refs[o], new_refs[n]) for n, made in enumerate(news) for o in made.olds}
    return old_plan, new_plan, truth


def first_year(chance: random.Random, rows: int) -> list[Made]:
    """Return the initiatives of the first year; a few share their name with another."""
    made: list[Made] = []
    names: set[str] = set()
    while len(made) < rows:
        department = chance.choice(DEPARTMENTS)
        section = chance.randrange(SECTIONS)
        if made and chance.random() < 0.03:
            twin = chance.choice(made)
            other = replace(twin, section=section, department=department, olds=[])
            made.append(other if chance.random() < 0.5 else replace(other, text=text_of(chance)))
            continue
        name = name_of(chance)
        if name not in names:
            names.add(name)
            made.append(Made(name, text_of(chance), department, section))
    return sorted(made, key=lambda one: one.section)


def next_year(chance: random.Random, olds: list[Made]) -> list[Made]:
    """Return what became of the initiatives, in the order of the new document."""
    left = list(range(len(olds)))
    chance.shuffle(left)
    few = max(len(olds) // 40, 1)
    news: list[Made] = []
    for o in (left.pop() for _ in range(few)):
        news += split(chance, olds[o], o)
    for _ in range(few):
        one, other = left.pop(), left.pop()
        news.append(merged(chance, olds, one, other))
    del left[: 2 * few]  # dropped
    news += [changed(chance, olds[o], o) for o in left]
    known = {one.name for one in olds}
    names = iter(lambda: name_of(chance), None)
    begun = (name for name in names if name not in known)
    news += [
        Made(next(begun), text_of(chance), chance.choice(DEPARTMENTS), n % SECTIONS)
        for n in range(2 * few)
    ]
    order = {id(one): min(one.olds, default=chance.randrange(len(olds))) for one in news}
    return sorted(news, key=lambda one: (one.section, order[id(one)]))


def changed(chance: random.Random, old: Made, place: int) -> Made:
    """Return an initiative in its next year: renamed, moved, its text edited, or as it was."""
    new = replace(old, olds=[place])
    is_telling = "、" in old.text
    if chance.random() < 0.1:
        new.name = renamed(chance, old.name, is_telling=is_telling)
    if chance.random() < 0.05:
        new.section = chance.randrange(SECTIONS)
    if chance.random() < 0.1:
        new.department = chance.choice(DEPARTMENTS)
    # What has neither its name nor its text any more, nobody can tell.
    if chance.random() < 0.4 and (is_telling or new.name == old.name):
        clauses = old.text.split("、")
        clauses[chance.randrange(len(clauses))] = clause(chance)
        new.text = "、".join(clauses)
    return new


def renamed(chance: random.Random, name: str, *, is_telling: bool) -> str:
    """Return a name as offices change it: its end, a word in front, or all of it.

    is_telling: whether the text tells which initiative it is, so that all may change.
    """
    stem = next((name.removesuffix(end) for end in END if end and name.endswith(end)), name)
    alike = (stem + chance.choice(("プロジェクト", "の強化", "総合対策")), f"新{name}")
    other = (
        f"{chance.choice(WHOM)}等{chance.choice(WHAT)}事業",
        stem[: max(len(stem) // 2, 2)] + "関連事業",
    )
    return chance.choice(alike + other if is_telling else alike)


def split(chance: random.Random, old: Made, place: int) -> list[Made]:
    """Return an initiative as two, each with a half of its text and something of its own."""
    text = old.text if "、" in old.text else f"{clause(chance)}、{clause(chance)}。"
    old.text = text
    clauses = text.split("、")
    middle = len(clauses) // 2
    return [
        replace(old, name=name, text=f"{chance.choice(AIM)}。{'、'.join(part)}", olds=[place])
        for name, part in (
            (old.name, clauses[middle:]),
            (f"{old.name}（{chance.choice(WHAT)}）", clauses[:middle]),
        )
    ]


def merged(chance: random.Random, olds: list[Made], one: int, other: int) -> Made:
    """Return two initiatives as one, under the name of one of them or of both."""
    for place in (one, other):
        if "、" not in olds[place].text:
            olds[place].text = f"{clause(chance)}、{clause(chance)}。"
    first, second = olds[one], olds[other]
    name = chance.choice((first.name, f"{first.name}・{second.name}"))
    return replace(first, name=name, text=first.text + second.text, olds=[one, other])


def name_of(chance: random.Random) -> str:
    """Return a name; one in four names a place in brackets."""
    name = chance.choice(WHOM) + chance.choice(WHAT) + chance.choice(END)
    return f"{name}（{chance.choice(PLACES)}地区）" if chance.random() < 0.25 else name


def text_of(chance: random.Random) -> str:
    """Return a text of some clauses; one in seven is a word or two, or none."""
    if chance.random() < 0.15:
        return chance.choice(SHORT)
    clauses = [clause(chance) for _ in range(chance.randint(1, 3))]
    return "、".join([*clauses, chance.choice(AIM)]) + "。"


def clause(chance: random.Random) -> str:
    """Return a clause of a text."""
    about = f"{chance.choice(PLACES)}地区の{chance.choice(WHOM)}に対し、{chance.choice(HOW)}"
    return about.format(n=chance.randint(2, 9))


def plan_of(rows: list[Made], edition: Edition) -> tuple[Plan, list[str]]:
    """Return the rows as a plan, section by section, and their references."""
    sections: list[list[Initiative]] = [[] for _ in range(SECTIONS)]
    refs = []
    for row in rows:
        number = len(sections[row.section]) + 1
        refs.append(reference(row.section + 1, number))
        sections[row.section].append(
            Initiative(number, row.name, {edition: row.text}, row.department)
        )
    titled = (Section(n, f"第{n}章", tuple(made)) for n, made in enumerate(sections, 1))
    return Plan("総合計画", {edition: "事業概要"}, tuple(titled)), refs


if __name__ == "__main__":
    sys.exit(main())
