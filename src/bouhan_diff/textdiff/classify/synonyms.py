"""Synonyms (同義語): the key under which a content word of any make is compared.

取り組む is cut in two words and 取組み is one; 増える is what 増加する says. Of two
Sino-Japanese words (周知, 広報) neither stands for the other.
"""

from ..tokenizer import Word

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
    "開き": "開催",
    "始め": "開始",
    "終え": "終了",
    "終わり": "終了",
    "生じ": "発生",
    "起き": "発生",
    "起こり": "発生",
    "設け": "設置",
    "作り": "作成",
    "取り": "取得",
    "決め": "決定",
    "選び": "選定",
    "配り": "配布",
    "送り": "送付",
    "伝え": "伝達",
    "集め": "収集",
    "進め": "推進",
    "促し": "促進",
    "使い": "使用",
    "用い": "使用",
    "生かし": "活用",
    "持ち": "有する",
    "変え": "変更",
    "買い": "購入",
    "確かめ": "確認",
    "整え": "整備",
    "育て": "育成",
    "学び": "学習",
    "住み": "居住",
    "除き": "除外",
    "含め": "含み",
    "訪れ": "訪問",
    "始まり": "開始",
    "押さえ": "抑制",
    "広げ": "拡大",
    "広がり": "拡大",
    "強め": "強化",
    "納め": "納付",
    "調べ": "調査",
    "比べ": "比較",
    "運び": "運搬",
    "置き": "設置",
    "要する": "必要",
    "結び": "締結",
    "在住": "居住",
    "予め": "事前",
    "新しい": "新た",
    "色々": "様々",
    "以降": "以後",
}
"""Words with those that say the same (同義語): mostly native verbs with a Sino-Japanese word."""

OF_VERBS = {"利用": "使用"}
"""The same for words that are one as verbs alone: 利用料 and 使用料 are two things."""

VERBAL = frozenset(("為る", "出来る", "可能", "下さる"))
"""What makes a verb of the noun in front of it."""
