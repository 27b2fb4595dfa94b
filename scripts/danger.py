"""Change one fact in each of many sentences and report every change named lighter (危険な誤り).

    python scripts/danger.py [--changes 10000] [--seed 1]

Sentences come from the shipped plan and from tests/cases; each change is made by a template
that alters a fact: an amount, a counter, a negation, who acts, how much is promised, a list,
a sign. Half of them are hidden among changes of notation. Prints what was named lighter than
substance as cases for tests/cases/dangers.yaml, and exits 1 when there was any.
"""

import argparse
import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

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


# What is found, and what it becomes, each alternative a change of its own.
TEMPLATES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "amount": (
        (r"(?<![0-9０-９.,．，])[1１](?![0-9０-９])", ("２", "11", "１０")),
        (r"(?<![0-9０-９])[2-9２-９](?![0-9０-９])", ("1", "０", "12")),
        (r"(?<=[1-9１-９])[0０](?![0-9０-９])", ("", "5", "00")),
        (r"[二三四五六七八九](?=[人回件年月日割倍か])", ("一", "十", "百")),
    ),
    "counter": (
        (r"(?<=[0-9０-９])(?:件|回)", ("人", "か所", "台")),
        (r"(?<=[0-9０-９])(?:人|名)", ("件", "組", "世帯", "％")),
        (r"(?<=[0-9０-９])円", ("千円", "ドル", "万円")),
        (r"(?<=[0-9０-９])(?:km|ｋｍ|キロメートル)", ("m", "cm")),
        (r"(?<=[0-9０-９])[%％]", ("割", "人", "‰")),
        (r"(?<=[0-9０-９])日(?!間)", ("日間", "週間", "か月")),
        (r"(?<=[0-9０-９])時(?!間)", ("時間", "日")),
        (r"(?<=[0-9０-９])年(?![間度生])", ("年度", "年生")),
        (r"(?<=[0-9０-９])か所", ("か月", "か国")),
    ),
    "result of a change": (
        (
            r"(?<=[人件台灯円割％%倍戸枚])(?=(?:増|減|引き|上げ|下げ|拡大|縮小|追加|短縮|延長))",
            ("に",),
        ),
        (r"(?<![月0-9０-９])(?P<day>[0-9０-９]+日)に(?=[一-龠])", (r"\g<day>", r"\g<day>で")),
    ),
    "raised digit": (
        (r"(?<=[0-9０-９])[0-9０-９](?=[人件回台円か])", ("¹", "²", "⁵", "③", "₂")),
        (r"(?<=[0-9０-９])(?=[人件回台円か])", ("¹", "②")),
    ),
    "numerals run together": (
        (r"(?<=[一二三四五六七八九])(?=[人回件年日割倍])", ("・五", "、六")),
        (r"(?<=[0-9０-９])[、・～](?=[0-9０-９])", ("",)),
    ),
    "era": (
        (r"令和(?=[0-9０-９元])", ("平成", "昭和", "")),
        (r"平成(?=[0-9０-９元])", ("令和", "昭和")),
        (r"(?<=令和)[2-9２-９](?=年)", ("元", "21")),
    ),
    "negation": (
        (r"する(?=[。、])", ("しない", "せず")),
        (r"します(?=[。、])", ("しません",)),
        (r"できる(?=[。、])", ("できない",)),
        (r"行う(?=[。、])", ("行わない",)),
        (r"ない(?=。)", ("る",)),
        (r"である(?=。)", ("ではない",)),
    ),
    "who acts": (
        (r"(?:市|町内会|警察|県|国)が", ("学校が", "住民が", "市長が")),
        (r"(?:市|町内会|警察|県|国)は", ("学校は", "事業者は", "市長は")),
        (r"(?:市民|児童|住民|保護者)に", ("職員に", "学校に")),
        (r"(?<=[市県国会者])が(?=[一-龠])", ("に", "を", "から")),
        (r"(?<=[市県国会者])から(?=[一-龠])", ("に", "へ")),
        (r"(?<=[市県国会者])は、", ("に、", "を、")),
    ),
    "order of roles": (
        (r"(市民|住民|児童|学校|警察|町内会)の(家族|代表|職員|団体|役員)", (r"\2の\1",)),
        (r"(市|県|国|警察|学校|町内会)が(.{1,6})に", (r"\2が\1に",)),
        (r"(市民|住民|学校)から(市|県|警察)に", (r"\2から\1に",)),
    ),
    "scope": (
        (r"等(?=[がをにのはと])", ("", "のみ")),
        (r"など(?=[がをにのは])", ("", "だけ")),
        (r"(?<=[一-龠])を(?=[一-龠])", ("のみを", "等を", "も")),
        (r"(?<=[一-龠])に(?=[一-龠])", ("のみに", "等に", "にも")),
        (r"(?:全ての|すべての|各)(?=[一-龠])", ("", "一部の")),
        (r"約(?=[0-9０-９])", ("", "少なくとも")),
        (r"(?<![一-龠])(?=[0-9０-９]+[人件回台])", ("約", "最大")),
    ),
    "limit": (
        (r"以上", ("を超える", "以下", "程度", "")),
        (r"以下", ("未満", "以上", "")),
        (r"未満", ("以下", "以上")),
        (r"以内", ("以上", "程度")),
        (r"までに", ("まで", "から", "以降に")),
        (r"(?<=[日月年時度])まで(?!に)", ("から", "までに")),
        (r"(?<=[日月年時度])から", ("まで", "以前に")),
    ),
    "time": (
        (r"する(?=。)", ("した",)),
        (r"します(?=。)", ("しました",)),
        (r"した(?=。)", ("する", "している")),
        (r"しました(?=。)", ("します",)),
        (r"行う(?=。)", ("行った",)),
    ),
    "state": (
        (
            r"(?<!と)する(?=。)",
            ("している", "してある", "しておく", "してしまう", "してきた", "してくる"),
        ),
        (r"(?<!と)している(?=。)", ("する", "していく", "してある")),
        (r"行う(?=。)", ("行っている", "行ってきた")),
        (r"(?<!もの)(?<!こと)である(?=。)", ("になる", "となる", "とする", "にする")),
    ),
    "request": (
        (r"する(?=。)", ("してください", "しなさい", "せよ", "しましょう", "するようお願いします")),
        (r"します(?=。)", ("してください", "願います")),
        (r"行う(?=。)", ("行ってください", "行いなさい", "行おう")),
        (r"ください(?=。)", ("います", "いただきます")),
    ),
    "force": (
        (r"する(?=。)", ("することができる", "するよう努める", "する予定である", "することがある")),
        (r"する(?=。)", ("しなければならない", "すべきである", "したい", "することを検討する")),
        (r"行う(?=。)", ("行うことができる", "行うよう努める", "行う予定である", "行いたい")),
        (r"できる(?=。)", ("するものとする", "しなければならない")),
        (r"に努める(?=。)", ("を図る", "を行う")),
        (r"(?<=[一-龠])を図る(?=。)", ("に努める", "を検討する")),
    ),
    "hearsay": (
        (
            r"(?<=[るただい])(?=。)",
            ("という", "とのことである", "そうだ", "らしい", "か", "だろう"),
        ),
        (r"である(?=。)", ("のようである", "であろう", "かもしれない")),
    ),
    "voice": (
        (r"(?<=[一-龠])する(?=。)", ("させる", "してもらう", "していただく")),
        (r"(?<!により実施)される", ("する", "させる")),
        (r"させる", ("する", "される")),
    ),
    "list": (
        (r"(?<=[一-龠])及び(?=[一-龠])", ("又は", "若しくは", "以外の", "")),
        (r"(?<=[一-龠])又は(?=[一-龠])", ("及び", "、")),
        (r"(?<=[一-龠])や(?=[一-龠])", ("又は", "")),
        (r"(?:及び|並びに)[一-龠]+(?=[をのにが])", ("",)),
    ),
    "condition": (
        (r"場合(?=[はに、])", ("場合を除き", "以外")),
        (r"を除く", ("を含む",)),
        (r"を含む", ("を除く",)),
        (r"ため(?=、)", ("にもかかわらず", "場合")),
    ),
    "how often": (
        (r"毎年", ("隔年", "毎月", "")),
        (r"毎月", ("毎週", "隔月", "")),
        (r"隔年", ("毎年", "隔月")),
        (r"年(?=[0-9０-９]+回)", ("月", "週")),
        (r"(?<=[0-9０-９][年月週日])ごとに", ("おきに", "に")),
        (r"(?:随時|定期的に)", ("毎年", "")),
    ),
    "when": (
        (r"上旬", ("下旬", "中旬")),
        (r"(?<=[年月])度末", ("度初め", "末")),
        (r"(?<=月)末", ("初め", "")),
        (r"以降", ("以前", "")),
        (r"以前", ("以降", "より前")),
        (r"直ちに", ("速やかに", "遅滞なく", "")),
        (r"(?:昨|今|来)(?=年度)", ("再来", "一昨")),
        (r"の後(?=[、に])", ("の前",)),
    ),
    "rule": (
        (r"原則として", ("必ず", "")),
        (r"必ず", ("原則として", "")),
        (r"できる限り", ("必ず", "")),
        (r"必要に応じて?", ("必ず", "")),
        (r"少なくとも", ("多くとも", "")),
        (r"平均(?=[0-9０-９])", ("最大", "")),
        (r"最大(?=[0-9０-９])", ("最小", "")),
        (r"延べ", ("", "約")),
    ),
    "part": (
        (r"の一部", ("の全部", "の半分", "")),
        (r"の全部", ("の一部",)),
        (r"(?:全て|すべて)の", ("多くの", "主な")),
        (r"主な", ("全ての", "")),
        (r"全(?=世帯|職員|学年|学級|児童|校)", ("", "一部の")),
    ),
    "decision": (
        (r"検討(?=する|を)", ("実施", "決定")),
        (r"実施(?=する|した|を)", ("検討", "中止")),
        (r"予定(?=で|する|と)", ("方針", "決定")),
        (r"協議(?=する|を)", ("決定", "報告")),
        (r"補助(?=する|を)", ("支援", "貸付")),
        (r"準用", ("適用",)),
        (r"推進(?=する|を)", ("検討", "縮小")),
    ),
    "who may": (
        (r"市内", ("市外", "県内", "")),
        (r"在住", ("在勤", "在学")),
        (r"小学生", ("中学生", "児童")),
        (r"中学校", ("小学校", "高校")),
        (r"高齢者", ("障害者", "高齢世帯")),
        (r"子育て(?=世帯|家庭)", ("共働き", "")),
        (r"希望者", ("全員", "対象者")),
    ),
    "fee": (
        (r"無料", ("有料", "半額", "低額")),
        (r"半額", ("全額", "無料")),
        (r"上限", ("下限", "目安")),
        (r"免除", ("減額", "猶予")),
        (r"２分の１", ("３分の１", "３分の２")),
    ),
    "place": (
        (r"市立", ("私立", "県立")),
        (r"公民館", ("体育館", "集会所")),
        (r"東(?=小学校|部|地区)", ("西", "北")),
        (r"夜間", ("早朝", "昼間", "")),
        (r"市民", ("県民", "市民等")),
    ),
    "direction": (
        (r"増加", ("減少", "横ばい")),
        (r"増え", ("減っ", "減り")),
        (r"拡大", ("縮小", "維持")),
        (r"開始", ("終了", "再開")),
        (r"引き上げ", ("引き下げ",)),
        (r"延長", ("短縮",)),
        (r"新たに", ("引き続き", "")),
    ),
    "list opened": (
        (r"(?<=[一-龠])と(?=[一-龠]+[をに])", ("や",)),
        (r"(?<=[一-龠])や(?=[一-龠]+[をに])", ("と",)),
    ),
    "sign": (
        (r"＞", ("＜",)),
        (r">", ("<",)),
        (r"≧", ("≦", "＞")),
        (r"◎", ("○", "△", "×")),
        (r"(?<=[：は])○", ("△", "×", "◎")),
    ),
}

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


def changes(old: str, others: Sequence[str], chance: random.Random) -> Iterator[Change]:
    """Yield the changes of one fact that a sentence allows (一文の変更)."""
    for fact, templates in TEMPLATES.items():
        for pattern, replacements in templates:
            for match in re.finditer(pattern, old):
                for replacement in replacements:
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
            word.surface in ("が", "を", "に", "は") and word.pos[1] in ("格助詞", "係助詞")
            for word in found[first:second]
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
        *("本市", "当市", "当該", "年度", "利用", "使用", "学校"),
    ]
)


def hidden(change: Change, chance: random.Random) -> Change:
    """Return the change among changes of notation (表記の変更に紛れた形)."""
    new = change.new
    for plain, other in NOTATION:
        if chance.getrandbits(1):
            new = new.replace(plain, other)
    if chance.getrandbits(1):
        new = re.sub("[０-９ａ-ｚＡ-Ｚ]+", lambda m: unicodedata.normalize("NFKC", m[0]), new)
    return change._replace(new=new)


def sample(number: int, seed: int) -> list[Change]:
    """Return so many changes, as many of each fact as there are (標本)."""
    chance = random.Random(seed)  # noqa: S311  no secret
    old = texts()
    by_fact: dict[str, list[Change]] = {}
    for text in old:
        for change in changes(text, old, chance):
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
