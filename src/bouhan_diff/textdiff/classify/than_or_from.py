"""Comparison (比較): whether a より compares two things, or tells where an act comes from."""

from ..tokenizer import Words
from .lexicon import DOING, GIVING, RECEIVED, RECEIVING, lemma


def is_comparison(words: Words, at: int) -> bool:
    """Return whether a より compares (比較): 前年より多い, but not ４月より新しい料金とする.

    What is no time compares, unless an act comes from it: 市より説明する, but 市より重視する.
    """
    if not at:
        return False
    after = words[at + 1 : at + 2]
    if words[at - 1].surface in _POINTS_OF_TIME:
        return bool(after) and after[0].surface in _NEXT_TO_TIMES
    is_time = words[at - 1].pos[2] == "副詞可能" or words[at - 1].surface in _YEARS
    # ５年度より and 来年度より増やす start then.
    which = words[max(at - 2, 0)]
    is_begun = is_time and (which.pos[1] == "数詞" or which.surface in _COMING)
    stop = at + 1
    while stop < len(words) and words[stop].surface not in "、。":
        word = words[stop]
        if word.pos[0] == "形容詞" or "形容詞的" in word.pos[1] or lemma(word) in _CHANGING:
            return True
        if not is_begun and lemma(word) in _COMPARING:
            return True
        stop += 1
    return not (is_time or _comes_from(words[at + 1 : stop]))


def _comes_from(clause: Words) -> bool:
    """Return whether what follows a より is what comes from someone (起点): 説明を受ける."""
    for at, word in enumerate(clause):
        if word.pos[0] in ("形状詞", "副詞") or word.pos[2] in ("形状詞可能", "副詞可能"):
            return False  # 国より迅速に補助を受ける
        if word.normalized in _AMOUNTS:
            return False  # 国より多額の補助を受ける
        behind = "".join(map(lemma, clause[at + 1 : at + 2]))
        verb = "".join(map(lemma, clause[at + 2 : at + 3]))
        if lemma(word) in GIVING | RECEIVED | RECEIVING and (
            word.pos[0] == "動詞"
            or behind in ("", "為る")
            or (behind == "を" and verb in DOING | RECEIVING)
            or (behind == "が" and verb == "有る")
        ):
            return True
        if word.surface in ("が", "は", "も") or (word.pos[0] == "動詞" and behind != "れる"):
            return False
    return False


_AMOUNTS = frozenset(("多額", "高額", "少額", "大量", "少量", "多量", "大勢"))
_CHANGING = frozenset(("増える", "減る", "増加", "減少", "上がる", "下がる", "上昇", "低下"))
_YEARS = ("年", "年度", "期")
_COMING = frozenset("今本来次翌")
_COMPARING = frozenset(
    (
        *("増やす", "減らす", "縮小", "拡大", "延ばす", "縮める", "延長", "短縮", "優先", "先"),
        *("引き上げる", "引き下げる", "上げる", "下げる", "広げる"),
    )
)
_POINTS_OF_TIME = frozenset(("月", "日", "時"))
_NEXT_TO_TIMES = frozenset(("前", "後", "先", "早く", "遅く"))
