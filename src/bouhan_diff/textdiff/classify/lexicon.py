"""Word lists (語の表): what function words of official Japanese do to the facts.

Words stand in the dictionary's normalized form (する is 為る). What is in no list is
content, and a change of it is one of substance.
"""

from ...text.normalize import fold
from ..tokenizer import Word

NEUTRAL = frozenset(
    [
        # 調査を行う says no more than 調査する.
        *("為る", "行う", "致す", "為さる", "成す"),
        # They make a noun of a clause.
        *("こと", "事", "物", "もの"),
        # Politeness.
        *("御", "様", "さん", "皆様", "皆さん"),
        # 定期的に and 定期に, 若者たち and 若者; 関係者ら are others besides.
        *("的", "達"),
    ]
)
"""Words that carry no fact of their own (形式的な語)."""

AFTER_TE = {
    "居る": ("time", "state"),
    "有る": ("time", "result"),
    **dict.fromkeys(("置く", "おく"), ("time", "ahead")),
    **dict.fromkeys(("仕舞う", "しまう"), ("time", "completely")),
    **dict.fromkeys(("来る", "くる"), ("time", "so far")),
}
"""Verbs that after て tell an aspect (アスペクト): 設置している is no 設置する."""

GOING = frozenset(("行く", "いく", "参る"))
"""Verbs that after て tell nothing: 進めていく is 進める."""

FRAMES = frozenset(("こと", "物", "もの", "通り", "目的", "対象"))
"""Nouns before とする and となる that make a mere ending of them: こととしている."""

HARD = {
    # Who is meant and how many: 等 and など alike.
    "等": ("scope", "etc"),
    "など": ("scope", "etc"),
    "のみ": ("scope", "only"),
    "だけ": ("scope", "only"),
    "しか": ("scope", "only"),
    "ばかり": ("scope", "only"),
    "も": ("scope", "also"),
    "さえ": ("scope", "even"),
    "すら": ("scope", "even"),
    "各": ("scope", "each"),
    "毎": ("scope", "every"),
    "全": ("scope", "all"),
    "全て": ("scope", "all"),
    "諸": ("scope", "several"),
    "両": ("scope", "both"),
    "他": ("scope", "other"),
    "外": ("scope", "other"),
    "約": ("scope", "about"),
    "凡そ": ("scope", "about"),
    "およそ": ("scope", "about"),
    "概ね": ("scope", "about"),
    "おおむね": ("scope", "about"),
    # Where, when and in what order it begins and ends.
    "まで": ("range", "until"),
    "迄": ("range", "until"),
    "~": ("range", "~"),
    # Both or one of them.
    "若しくは": ("conjunction", "or"),
    "或いは": ("conjunction", "or"),
    "乃至": ("conjunction", "or"),
    "但し": ("condition", "but"),
    "ば": ("condition", "when"),
    "場合": ("condition", "when"),
    "際": ("condition", "when"),
    # How much is promised.
    "べし": ("force", "must"),
    "努める": ("force", "endeavour"),
    "出来る": ("force", "can"),
    "得る": ("force", "can"),
    "可能": ("force", "can"),
    "予定": ("force", "plan"),
    "見込み": ("force", "expected"),
    "たい": ("force", "wish"),
    "う": ("force", "will"),
    "らしい": ("force", "seems"),
    "筈": ("force", "ought"),
    "はず": ("force", "ought"),
    "ない": ("negation", "not"),
    # Who does it to whom.
    "れる": ("voice", "passive"),
    "られる": ("voice", "passive"),
    "せる": ("voice", "causative"),
    "させる": ("voice", "causative"),
    "しめる": ("voice", "causative"),
    # What for.
    "為": ("purpose", "for"),
    "ため": ("purpose", "for"),
    "よう": ("purpose", "for"),
    # Which one is meant; this and that are one.
    "此の": ("reference", "this"),
    "其の": ("reference", "this"),
    "此れ": ("reference", "this"),
    "其れ": ("reference", "this"),
    "此れら": ("reference", "this"),
    "当該": ("reference", "this"),
    "同": ("reference", "this"),
    "本": ("reference", "this"),
    "当": ("reference", "this"),
}
"""Words that change the facts though they are function words: the group and what they say."""

ENDING_PARTICLES = {"か": ("force", "question"), "な": ("negation", "not")}
"""Particles that end a sentence (終助詞): 実施するか, 入るな."""

COMPANIES = {
    "株": "株式会社",
    "有": "有限会社",
    "名": "合名会社",
    "資": "合資会社",
    "合": "合同会社",
    "財": "財団法人",
    "社": "社団法人",
    "学": "学校法人",
    "医": "医療法人",
    "福": "社会福祉法人",
    "独": "独立行政法人",
}
"""Forms of companies and bodies by what stands in brackets for them (法人の種別)."""

AT_PLACES = frozenset(("設置", "配置", "開設", "掲示"))
"""Acts at places, of which か所に says as much as か所: ５か所に設置する."""

PARTS = frozenset(("半分", "半数", "半額", "倍"))
"""Words that are amounts without a number: 半分減らす is not 半分に減らす."""

EACH = {"毎年": "年", "毎月": "月", "毎週": "週", "毎日": "日", "毎年度": "年度"}
"""Words before a number of times that say as much without 毎: 毎年１回 is 年１回."""

EVENTS = frozenset(("有る", "発生", "生じる", "起きる", "起こる", "流行"))
"""Verbs that say the same with た and without before 場合: 災害が発生した場合, 災害発生時."""

GIVING = frozenset(
    [
        *("寄せる", "出す", "示す", "届ける", "提供", "提出", "提案", "報告", "指摘", "要望"),
        *("要請", "依頼", "通報", "推薦"),
    ]
)
"""Verbs of which the actor may have から in the passive: 市民から寄せられた要望."""

STATES = frozenset(
    ("基づく", "応じる", "沿う", "即する", "関する", "関連", "限る", "向ける", "通じる", "含む")
)
"""Verbs of which た tells a state and no past time (～に基づいた)."""

PLAIN_AUXILIARIES = frozenset(("だ", "です", "ます", "なり", "たり", "り"))
"""Auxiliaries (助動詞) that tell no fact; any other is asked for in HARD, or is force."""

NOUNS = frozenset(("名詞", "接尾辞", "接頭辞"))
"""What names and compounds are made of (品詞)."""

ADVERBIAL = ("副詞可能", "助数詞可能")
"""Nouns that stand as adverbs or count (ため, 現在, か所): no part of a compound beside them."""

PARTICLES = {
    "が": "subject",
    "を": "object",
    "に": "to",
    "へ": "to",
    "は": "topic",
    "で": "at",
    "にて": "at",
    "と": "with",
    "の": "of",
}
"""What role a noun has by the particle (格) behind it."""

AFTER_TO = frozenset(("為る", "成る", "言う", "思う", "考える", "認める"))
"""Verbs before which と tells no companion: 目標として, 必要と認める."""

CONFLICTS = frozenset(
    frozenset(pair)
    for pair in (
        ("subject", "to"),
        ("subject", "object"),
        ("topic", "to"),
        ("actor", "to"),
        ("actor", "object"),
        ("actor", "toward"),
        ("actor", "with"),
        ("object", "to"),
        ("object", "at"),
        ("toward", "subject"),
        ("toward", "topic"),
        ("toward", "by"),
        ("toward", "about"),
        ("toward", "at"),
        ("toward", "of"),
        ("toward", "through"),
        ("by", "to"),
        ("by", "about"),
        ("by", "topic"),
        ("to", "about"),
        ("by", "object"),
        ("subject", "about"),
        ("at", "to"),
        ("through", "about"),
        ("through", "subject"),
        ("through", "actor"),
        ("through", "topic"),
        ("through", "object"),
        ("at", "of"),
        ("of", "doer"),
        ("of", "taker"),
        ("by", "taker"),
        ("with", "of"),
        ("through", "to"),
        ("with", "to"),
        ("with", "toward"),
        ("with", "subject"),
        ("with", "object"),
        ("with", "at"),
        ("and", "of"),
        ("and", "subject"),
        ("and", "object"),
        ("and", "to"),
        ("to", "of"),
    )
)
"""Roles of which one for the other turns the facts round: 市民が, 市民に."""

ACTORS = frozenset("市町村区県都道府国民者員人会署校課係隊団体省庁")
"""Last characters of those who act: 市は and 市を differ, 講座は and 講座を hardly."""

UNITS = {
    "パーセント": "%",
    "キロメートル": "km",
    "メートル": "m",
    "センチメートル": "cm",
    "センチ": "cm",
    "ミリメートル": "mm",
    "キログラム": "kg",
    "平方メートル": "m2",
    "ヘクタール": "ha",
}
"""Units that are one (単位の異表記)."""

_COUNTERS = {**UNITS, "名": "人", "才": "歳"}

ORGANISATIONS = frozenset(
    [
        *("部", "課", "局", "室", "係", "署", "省", "庁", "所", "会", "園", "館", "校", "大学"),
        *("法", "条例", "規則", "規程", "要綱", "要領", "憲章", "宣言", "プラン", "計画"),
        *("センター", "機構", "協会", "委員", "協議", "基金", "財団", "法人"),
    ]
)
"""Endings of proper names (固有の名称), of which the spelling is part of the fact."""


def unit(counter: str) -> str:
    """Return one counter for all alike (助数詞): か月 for カ月 and ヶ月, 人 for 名."""
    plain = fold(counter).translate(_KA)
    if plain == "か月間":
        plain = "か月"
    return _COUNTERS.get(plain, plain)


_KA = str.maketrans("カヵヶケ箇個", "かかかかかか")


def lemma(word: Word) -> str:
    """Return the form under which a word stands in these lists (見出し語)."""
    if word.surface in _ALONE and word.pos[1] == _ALONE[word.surface][0]:
        return _ALONE[word.surface][1]
    return _LEMMAS.get(word.surface) or _LEMMAS.get(word.normalized) or word.normalized


# What a word is where it is of one part of speech, and not in 会議で or 外国人.
_ALONE = {"で": ("接続助詞", "て"), "人": ("普通名詞", "者"), "方": ("普通名詞", "者")}

_LEMMAS = {
    "おる": "居る",
    "御座る": "有る",
    # Sudachi takes it for 等.
    "ら": "ら",
    # Sudachi takes it for 行く.
    "行っ": "行う",
    "ず": "ない",
    "ぬ": "ない",
    "ん": "ない",
    "無い": "ない",
    "無し": "ない",
    "なし": "ない",
    "かける": "掛ける",
    "べく": "為",
    "方々": "者",
    # Sudachi takes it for こと.
    "ごと": "毎",
    "とき": "場合",
    "時": "場合",
    "主な": "主",
    "主に": "主",
    "～": "~",
    "〜": "~",
}
