"""Phrases (複合辞): what runs of words, each in its dictionary's form, do to the facts.

Official Japanese has many for what a particle can say as well (における, での, で), and
they mostly say the same. Runs stand as in `wordlists`.
"""

Atoms = tuple[tuple[str, str], ...]

PHRASES: dict[tuple[str, ...], Atoms] = {
    # Obligation and permission (義務・許可).
    ("ない", "ば", "成る", "ない"): (("force", "must"),),
    ("ない", "て", "は", "成る", "ない"): (("force", "must"),),
    ("て", "は", "成る", "ない"): (("force", "must not"),),
    ("こと", "が", "出来る"): (("force", "can"),),
    ("こと", "は", "出来る"): (("force", "can"),),
    ("必要", "が", "有る"): (("force", "need"),),
    ("を", "必要", "と", "為る"): (("content-word", "必要"),),
    ("が", "必要"): (("content-word", "必要"),),
    ("こと", "が", "有る"): (("force", "may happen"),),
    ("こと", "は", "有る"): (("force", "may happen"),),
    ("ところ", "だ", "有る"): (),
    ("有る", "た", "場合"): (("condition", "when"),),
    ("平方", "メートル"): (("content-word", "m2"),),
    ("立方", "メートル"): (("content-word", "m3"),),
    # 並立・選択.
    ("又", "は"): (("conjunction", "or"),),
    ("また", "は"): (("conjunction", "or"),),
    ("並ぶ", "に"): (("case", "and"),),
    ("並び", "に"): (("case", "and"),),
    ("だけ", "だ", "ない"): (("scope", "not only"),),
    ("のみ", "なり", "ない"): (("scope", "not only"),),
    ("に", "限る"): (("scope", "only"),),
    # 接続.
    ("と", "とも", "に"): (),
    ("と", "共", "に"): (),
    ("と", "同時", "に"): (),
    ("合わせる", "て"): (),
    ("加える", "て"): (),
    ("従う", "て"): (),
    ("よる", "て"): (),
    ("此の", "為"): (),
    ("皆", "様"): (),
    ("皆", "さん"): (),
    ("一方", "、"): (),
    ("他方", "、"): (),
    ("其の", "為"): (),
    ("此の", "他"): (("scope", "other"),),
    ("其の", "他"): (("scope", "other"),),
    ("此れ", "に", "よる"): (),
    ("其れ", "に", "よる"): (),
    ("此れ", "に", "伴う"): (),
    # 格: whose role a noun has; compared apart, since の can stand for any of them.
    ("に", "よる", "て"): (("case", "by"),),
    ("に", "よる"): (("case", "by"),),
    ("へ", "の"): (("case", "toward"),),
    ("に", "対する", "て"): (("case", "toward"),),
    ("に", "対する"): (("case", "toward"),),
    ("に", "つく", "て"): (("case", "about"),),
    ("に", "つく"): (("case", "about"),),
    ("に", "関する", "て"): (("case", "about"),),
    ("に", "関する"): (("case", "about"),),
    ("に", "掛かる"): (("case", "about"),),
    ("に", "おく", "て"): (("case", "at"),),
    ("に", "おく", "り"): (("case", "at"),),
    ("に", "当たる", "て"): (("condition", "when"),),
    ("に", "当たる"): (("condition", "when"),),
    ("に", "際する", "て"): (("condition", "when"),),
    ("に", "際する"): (("condition", "when"),),
    ("を", "通じる", "て"): (("case", "through"),),
    ("を", "通じる"): (("case", "through"),),
    ("を", "通す", "て"): (("case", "through"),),
    ("を", "持つ", "て"): (("case", "by"),),
    ("に", "掛ける", "て"): (("range", "until"),),
    ("に", "定める"): (("content-word", "定める"),),
    ("で", "定める"): (("content-word", "定める"),),
    # 目的.
    ("為", "に"): (("purpose", "for"),),
    ("為", "の"): (("purpose", "for"),),
    ("に", "向ける", "て"): (("purpose", "for"),),
    ("に", "向ける", "た"): (("purpose", "for"),),
    ("に", "向ける"): (("purpose", "for"),),
    ("を", "目的", "に"): (("purpose", "for"),),
    ("を", "目的", "と", "為る", "て"): (("purpose", "for"),),
    ("を", "目的", "と", "為る"): (("purpose", "for"),),
    ("まで", "に"): (("range", "by"),),
}
"""Phrases (複合辞) with what they change: longest first where several fit."""

LONGEST_PHRASE = max(map(len, PHRASES))
FIRST_OF_PHRASES = frozenset(phrase[0] for phrase in PHRASES)
