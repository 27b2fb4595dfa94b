"""Synonyms (同義語): the key under which a content word of any make is compared.

取り組む is cut in two words and 取組み is one; 増える is what 増加する says. Of two
Sino-Japanese words (周知, 広報) neither stands for the other.
"""

from ..tokenizer import Word
from .lexicon import ACTORS

_I_ROW = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_E_ROW = frozenset("えけげせぜてでねへべめれ")


def stem(word: Word) -> str:
    """Return the form of a verb that is a noun as well (連用形): 組み of 組む, 掛け of 掛ける."""
    plain, conjugation = word.normalized, word.pos[4]
    if plain == "かける":
        plain = "掛ける"
    if conjugation.startswith("五段") or is_potential(word):
        return plain[:-1] + _I_ROW.get(plain[-1], plain[-1])
    is_cut = "一段" in conjugation or plain.endswith("じる")
    return plain[:-1] if is_cut else plain


def is_potential(word: Word) -> bool:
    """Return whether a verb says that something can be done (可能動詞), as 送れる does."""
    plain, itself = word.normalized, word.dictionary_form
    return (
        word.pos[4].startswith("下一段")
        and plain != itself
        and len(itself) > len("得る")
        and plain[-2:-1] not in _E_ROW
    )


SYNONYMS = {
    "増え": "増加",
    "減り": "減少",
    "防ぎ": "防止",
    "続け": "継続",
    "引き続き": "継続",
    "引き続け": "継続",
    "生じ": "発生",
    "起き": "発生",
    "起こり": "発生",
    "用い": "使用",
    "住み": "居住",
    "含め": "含み",
    "確かめ": "確認",
    "比べ": "比較",
    "要する": "必要",
    "在住": "居住",
    "予め": "事前",
    "新しい": "新た",
    "色々": "様々",
    "以降": "以後",
}
"""Words that say the same whatever they are said of (同義語)."""

SYNONYMS_OF = {
    "送り": (
        "送付",
        frozenset(
            [
                "書",
                "票",
                "状",
                "紙",
                "書類",
                "通知",
                "資料",
                "案内",
                "文書",
                "書面",
                "冊子",
                "はがき",
            ]
        ),
    ),
    "運び": ("運搬", frozenset(["物資", "資材", "荷物", "土砂", "廃棄物", "ごみ", "機材"])),
    "集め": ("収集", frozenset(["ごみ", "情報", "資料", "データ", "古紙", "事例"])),
    "作り": (
        "作成",
        frozenset(
            [
                "資料",
                "計画",
                "名簿",
                "書類",
                "冊子",
                "マニュアル",
                "地図",
                "書",
                "表",
                "チラシ",
                "ポスター",
                "案",
            ]
        ),
    ),
    "取り": ("取得", frozenset(["資格", "免許", "許可", "休暇", "認証"])),
    "置き": (
        "設置",
        frozenset(["窓口", "看板", "施設", "委員会", "部会", "本部", "カメラ", "掲示板"]),
    ),
    "開き": (
        "開催",
        frozenset(
            [
                "会",
                "会議",
                "講座",
                "教室",
                "大会",
                "総会",
                "セミナー",
                "講習",
                "研修",
                "イベント",
                "サロン",
                "シンポジウム",
            ]
        ),
    ),
    "設け": (
        "設置",
        frozenset(["窓口", "委員会", "部会", "施設", "カメラ", "本部", "コーナー", "看板", "場所"]),
    ),
    "変え": ("変更", frozenset(["計画", "内容", "予定", "名称", "方法", "日程", "設定"])),
    "持ち": ("有する", frozenset(["資格", "免許", "機能", "権限"])),
    "訪れ": ("訪問", frozenset(["施設", "学校", "家庭", "世帯"])),
    "結び": ("締結", frozenset(["協定", "契約", "条約", "覚書"])),
    "広げ": ("拡大", frozenset(["範囲", "対象", "規模", "区域", "販路"])),
    "広がり": ("拡大", frozenset(["範囲", "対象", "規模", "区域", "販路"])),
    "押さえ": ("抑制", frozenset(["流入", "費用", "増加", "支出", "排出", "発生", "上昇", "経費"])),
    "配り": (
        "配布",
        frozenset(["チラシ", "資料", "冊子", "パンフレット", "ポスター", "紙", "ブザー", "票"]),
    ),
    "進め": (
        "推進",
        frozenset(["取組", "取り組み", "施策", "事業", "対策", "整備", "改革", "普及"]),
    ),
    "育て": ("育成", frozenset(["人材", "担い手", "後継", "リーダー"])),
    "整え": ("整備", frozenset(["体制", "環境", "施設", "条件", "設備"])),
    "納め": ("納付", frozenset(["税", "料", "税金", "金"])),
    "選び": ("選定", frozenset(["業者", "候補", "場所", "施設"])),
    "生かし": ("活用", frozenset(["経験", "知識", "資源", "技術", "特性", "制度", "意見", "施設"])),
    "強め": ("強化", frozenset(["連携", "対策", "体制", "監視"])),
    "始め": (
        "開始",
        frozenset(["事業", "受付", "運用", "実施", "活動", "募集", "工事", "利用", "運行"]),
    ),
    "始まり": (
        "開始",
        frozenset(["事業", "受付", "運用", "実施", "活動", "募集", "工事", "利用", "運行"]),
    ),
    "終え": (
        "終了",
        frozenset(["事業", "受付", "運用", "実施", "活動", "募集", "工事", "利用", "運行"]),
    ),
    "終わり": (
        "終了",
        frozenset(["事業", "受付", "運用", "実施", "活動", "募集", "工事", "利用", "運行"]),
    ),
    "決め": ("決定", frozenset(["方針", "計画", "内容", "日程", "方法", "順位"])),
    "買い": ("購入", frozenset(["備品", "資材", "機器", "用地", "図書", "土地", "車両", "商品"])),
    "調べ": ("調査", frozenset(["状況", "実態", "原因", "現状"])),
    "学び": ("学習", frozenset(["知識", "歴史", "方法", "技術", "文化"])),
}
"""Verbs that say the same of some nouns alone: 書類を送る is 書類を送付する, 児童を送る is not."""

NOT_OF_PERSONS = {"使い": "使用"}
"""Verbs that say the same but of people: 食材を使う is 食材を使用する."""


def synonym(key: str, noun: str) -> str:
    """Return the word that a verb of an object or a subject stands for (同義語)."""
    if key in SYNONYMS:
        return SYNONYMS[key]
    if key in SYNONYMS_OF:
        word, nouns = SYNONYMS_OF[key]
        return word if noun in nouns else key
    if key in NOT_OF_PERSONS and noun[-1:] not in ACTORS:
        return NOT_OF_PERSONS[key]
    return key


OF_VERBS = {"利用": "使用"}
"""The same for words that are one as verbs alone: 利用料 and 使用料 are two things."""

VERBAL = frozenset(("為る", "出来る", "可能", "下さる"))
"""What makes a verb of the noun in front of it."""
