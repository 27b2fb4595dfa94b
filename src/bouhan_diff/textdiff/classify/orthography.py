"""Orthography (表記): whether words are spelling variants, initials or contractions of others."""

import re
import unicodedata
from functools import lru_cache

from ...text.normalize import SQUARED, fold
from ..tokenizer import Word, Words, text_of
from .lexicon import COMPANIES

# Punctuation without meaning of its own; each class of variants folds to one character.
# Dashes and tildes are not included: between figures they mean something.
PAUSES = "、，,､。．.｡・･"
_MARKS = "!！:：;；…‥*＊"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_QUOTES = "「」『』｢｣“”‘’\"'〝〟＂＇"
_FREE = frozenset(PAUSES + _MARKS + _QUOTES + "※▪•‣►▶" + _UNSEEN)
RATINGS = frozenset("○●◎◯〇■□◆◇★☆▼▲▽△×")
"""Rating marks, which also serve as item marks (評価の記号・項目の印)."""
BRACKETS = frozenset("()（）[]［］【】〔〕〈〉《》{}｛｝<>＜＞≪≫")
_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("～〜∼˜", "~"),
        **dict.fromkeys("‐‑‒–—―−ー", "-"),
        **dict.fromkeys("［【〔〈《｛≪[{<", "("),
        **dict.fromkeys("］】〕〉》｝≫]}>", ")"),
        **dict.fromkeys("⇒➡➔", "→"),
        "◯": "○",
        "ヶ": "ケ",
        "ヵ": "カ",
        "≥": "≧",
        "≤": "≦",
    }
)
# The same characters after folding.
_UNSAID = str.maketrans(dict.fromkeys(fold("".join(sorted(_FREE | BRACKETS))) + "()"))

# Letters that are neither kana nor Latin; a regex of ranges would cost milliseconds at start-up.
_KANJI = re.compile(r"[^\W\d_A-Za-zＡ-Ｚａ-ｚぁ-ゟァ-ヿｦ-ﾟ①-⓿Ⅰ-ↈ〇]")
_INNER_KANA = f"(?<={_KANJI.pattern})[ぁ-ん]{{1,2}}(?={_KANJI.pattern})"
_KANA_WORD = re.compile("[ぁ-ゖァ-ヶー]+")
_HALF_KANA = f"({_KANJI.pattern}+)([ぁ-ん]{{2,}})"
_REPEATED = re.compile("(.)々")
_COMPANY = re.compile(r"\(([^()]{1,2})\)")
_KATAKANA_WORD = re.compile(r"[ァ-ヺー・]+")
# Okurigana of older spellings: 表わす, 行なう, 変る.
_OLD_KANA = f"(?<={_KANJI.pattern})[わな](?=[うえおいしすりるれろっ])"
# Native numerals, whose kanji the dictionary reads otherwise.
_COUNTS = {"ひと": "一", "ふた": "二", "みっ": "三", "よっ": "四", "いつ": "五"}
# Homophones that law keeps apart: a physical thing, an abstract thing, a person.
_THINGS = frozenset(("物", "もの", "者"))
# Sudachi reads both as ら: "and others" and a plural of persons.
_OTHERS = frozenset(("等", "ら"))
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SMALL = str.maketrans("ァィゥェォャュョヮヵヶ", "アイウエオヤユヨワカケ")
_SHORTEST_STEM = 3
# Loanwords longer than this do not differ by ー alone (パートナシップ).
_LONG_LOANWORD = 5


@lru_cache(maxsize=4096)
def is_sign(text: str) -> bool:
    """Return whether a word's text is only pauses, quotation marks, bullets or spaces (記号)."""
    return all(sign in _FREE or sign.isspace() for sign in text)


def is_katakana(word: Word) -> bool:
    """Return whether the word consists of katakana, as loanwords do (片仮名語)."""
    return bool(_KATAKANA_WORD.fullmatch(word.surface))


def folded(words: Words) -> str:
    """Return the words joined, without differences of width and sign variants (記号の統一).

    Words of digits stay apart, whatever sign is left out between them: 1、2 is not 12.
    """
    pieces: list[str] = []
    for word in words:
        piece = comparable_spelling(word.surface)
        if pieces and piece[:1].isdecimal() and pieces[-1][-1:].isdecimal():
            piece = " " + piece
        if piece:
            pieces.append(piece)
    folded = _unrepeated("".join(pieces))
    if "(" not in folded:
        return folded
    # Forms of companies are written out: (株).
    return _COMPANY.sub(lambda match: COMPANIES.get(match[1], match[0]), folded)


@lru_cache(maxsize=4096)
def comparable_spelling(text: str) -> str:
    """Return the text folded for comparison, variants of signs too (比較用の正規化)."""
    text = fold(text).translate(_VARIANTS)
    return "no" if text == "no." else text


@lru_cache(maxsize=4096)
def without_signs(text: str) -> str:
    """Return the text folded and without signs (記号の除去)."""
    return _unrepeated(comparable_spelling(text).translate(_UNSAID))


def _unrepeated(text: str) -> str:
    """Return the text with the character that a 々 repeats (々の書換え)."""
    return _REPEATED.sub(r"\1\1", text) if "々" in text else text


def is_same_spelt_otherwise(old: Words, new: Words) -> bool:  # noqa: PLR0911  one test per line
    """Return whether both are the same words in another spelling (同語の異表記).

    取り組み and 取組, 及び and および, こども and 子供, サーバ and サーバー are. 行い and 行う are
    two forms, and 保証 and 補償 only sound alike.
    """
    if not old or not new or _digits(old) != _digits(new) or _symbols(old) != _symbols(new):
        return False
    if len(old) == len(new) and all(map(_is_same, old, new)):
        return True
    if all(map(is_katakana, (*old, *new))) and _katakana(text_of(old)) == _katakana(text_of(new)):
        return True
    was, now = text_of(old), text_of(new)
    if SQUARED.search(was + now):
        return comparable_spelling(was) == comparable_spelling(now)
    if _reading(old) == _reading(new) and _are_kanji_alike(was, now):
        return True
    if _KANA_WORD.fullmatch(was) and _KANA_WORD.fullmatch(now):
        return was.translate(_HIRAGANA) == now.translate(_HIRAGANA)
    kanji = _KANJI.findall(was)
    if len(was) != len(now) and len(kanji) > 1 and kanji == _KANJI.findall(now):
        inner = (re.sub(_INNER_KANA, "", text) for text in (was, now))
        if next(inner) == next(inner):
            return _is_compound(old if len(was) > len(now) else new)
    return _is_half_kana(was, now, old) or _is_half_kana(now, was, new)


def _digits(words: Words) -> list[str]:
    """Return the Arabic numbers (数字); where they differ, values are compared instead."""
    return _DIGITS.findall(" ".join([comparable_spelling(word.surface) for word in words]))


def _symbols(words: Words) -> list[str]:
    """Return the meaningful signs (記号), to which the dictionary may give one reading."""
    return [
        comparable_spelling(word.surface)
        for word in words
        if word.pos[0] in ("補助記号", "記号") and not is_sign(word.surface)
    ]


_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def _is_same(old: Word, new: Word) -> bool:  # noqa: PLR0911  one test per line
    """Return whether two single words are spelling variants (異表記)."""
    was, now = comparable_spelling(old.surface), comparable_spelling(new.surface)
    if was == now:
        return True
    if SQUARED.search(old.surface + new.surface):
        return False
    if old.pos[0] in ("補助記号", "空白") or new.pos[0] in ("補助記号", "空白"):
        return False
    if is_katakana(old) and is_katakana(new):
        return old.normalized == new.normalized or _katakana(old.surface) == _katakana(new.surface)
    if was.translate(_HIRAGANA) == now.translate(_HIRAGANA):
        return True
    if old.pos[0] == new.pos[0] == "動詞" and _without_old_kana(was) == _without_old_kana(now):
        return True
    if _COUNTS.get(was, was) == _COUNTS.get(now, now):
        return True
    has_kanji = bool(_KANJI.search(was)), bool(_KANJI.search(now))
    if any(was in apart and now in apart for apart in (_THINGS, _OTHERS)):
        return False
    if _normalized(old) == _normalized(new):
        if _reading((old,)) == _reading((new,)):
            return has_kanji != (False, False) or old.pos[0] == new.pos[0]
        # The dictionary may give a single kanji either reading: 他 is ほか or タ.
        return has_kanji[0] != has_kanji[1] and _is_same_form(old, new)
    if not _are_kanji_alike(was, now):
        return False
    readings = _reading((old,)), _reading((new,))
    # 位置づける is 位置付ける.
    return readings[0] == readings[1] or (
        has_kanji[0] != has_kanji[1]
        and {readings[0][0], readings[1][0]} in _VOICED
        and readings[0][1:] == readings[1][1:]
    )


def _without_old_kana(text: str) -> str:
    return re.sub(_OLD_KANA, "", text) if "わ" in text or "な" in text else text


def _is_compound(words: Words) -> bool:
    """Return whether the words form one compound (複合語): 貸し付ける."""
    return words[-1].pos[0] in ("動詞", "名詞") and all(
        word.pos[0] == "名詞" or word.pos[5].startswith("連用形") for word in words[:-1]
    )


def _is_half_kana(was: str, now: str, old: Words) -> bool:
    """Return whether the last kanji of a word are written in kana (交ぜ書き): 溝渠, 溝きょ."""
    if len(old) != 1 or was[0] != now[:1] or _KANJI.sub("", was):
        return False
    kana = re.fullmatch(_HALF_KANA, now)
    if not kana or not was.startswith(kana[1]):
        return False
    read = old[0].reading.translate(_HIRAGANA)
    return len(was) > len(kana[1]) and read.endswith(kana[2]) and read != kana[2]


def _is_same_form(old: Word, new: Word) -> bool:
    """Return whether two words have the same inflection (活用形)."""
    if "動詞" not in old.pos[0] and old.pos[0] != "形容詞":
        return True
    return old.pos[5] == new.pos[5] and old.surface[-1] == new.surface[-1]


def _normalized(word: Word) -> str:
    """Return the word's normalized form (正規化表記); of 行った the dictionary makes 行く."""
    return "行う" if word.surface == "行っ" else word.normalized


def _are_kanji_alike(was: str, now: str) -> bool:
    """Return whether one side's kanji are the other's, some written in kana (漢字か仮名か)."""
    fewer, more = sorted((_KANJI.findall(was), _KANJI.findall(now)), key=len)
    rest = iter(more)
    return bool(more) and all(sign in rest for sign in fewer)


def has_same_kanji(old: Words, new: Words) -> bool:
    """Return whether only kana differ (送り仮名だけの違い): 取り組み, 取組."""
    return _KANJI.findall(text_of(old)) == _KANJI.findall(text_of(new))


def _reading(words: Words) -> str:
    """Return the reading of the words, normalized for spelling (読み)."""
    reading = ""
    for word in words:
        if not is_sign(word.surface):
            reading += word.reading
    return reading.translate(_READ_ALIKE)


_VOICED = [set(pair) for pair in ("ツズ", "カガ", "クグ", "ツヅ", "キギ", "ケゲ", "コゴ")]
_READ_ALIKE = str.maketrans({"ヅ": "ズ", "ヂ": "ジ", "ヴ": "ブ", " ": None, "\u3000": None})


def _katakana(surface: str) -> str:
    """Return a loanword without optional spelling: final ー, small kana, ヴ (外来語の表記)."""
    plain = surface.replace("・", "").translate(_SMALL)
    if len(plain) > _LONG_LOANWORD:
        plain = plain.replace("ー", "")
    elif plain.endswith("ー") and len(plain) > _SHORTEST_STEM:
        plain = plain[:-1]
    return (
        plain.replace("シユミレ", "シミユレ")  # slips that are often seen
        .replace("コミニユ", "コミユニ")
        .replace("ヴア", "バ")
        .replace("ヴイ", "ビ")
        .replace("ヴエ", "ベ")
        .replace("ヴオ", "ボ")
        .replace("ヴ", "ブ")
    )


# --- Initials and contractions ---------------------------------------------------------------


def is_short_form(long: str, short: str) -> bool:
    """Return whether a text is another one's initials, which that gives in brackets (頭字語).

    ソーシャル・ネットワーキング・サービス（SNS） equals SNS; 学校（小学校） is not 小学校.
    """
    if "（" not in long and "(" not in long:
        return False
    alias = re.fullmatch(_WITH_ALIAS, long)
    if alias and fold(alias[2]) == fold(short) and not re.fullmatch(_WITH_SHORT_FORM, long):
        is_latin = len(alias[1]) > len(short) + 1 and re.fullmatch(_LATIN_ALIAS, fold(short))
        return bool(is_latin) or _is_contraction(alias[1], short)
    match = re.fullmatch(_WITH_SHORT_FORM, long)
    if not match or fold(match[2]) != fold(short):
        return False
    names = re.split("[・ 　]", match[1])
    letters = unicodedata.normalize("NFKC", match[2])
    if len(names) == 1:
        letters = letters[0]
    return len(names) == len(letters) and all(
        name[:1] in _KANA_OF.get(letter, "") for name, letter in zip(names, letters, strict=True)
    )


def _is_contraction(long: str, short: str) -> bool:
    """Return whether a word is made of characters of a longer one (略語): 社会福祉協議会, 社協.

    一部 is no contraction of 一部の学校.
    """
    rest = iter(long)
    is_word = 1 < len(short) < len(long) - 1 and short[0] == long[0]
    is_word = is_word and not long.startswith(short)
    return is_word and all(sign in rest for sign in short)


_WITH_ALIAS = "([^（()）]+)[（(]([^（()）]+)[)）]"
_LATIN_ALIAS = "[a-z]{2,}(?:法人)?"
_WITH_SHORT_FORM = "([ァ-ヺー・ 　]+)[（(]([A-ZＡ-Ｚ]{2,})[）)]"
# The kana with which the reading of a word with this initial may begin.
_KANA_OF_EACH = (
    "アエ バビブベボ カキクケコサシセチ ダヂデドディ エイ フ ガギグゲゴジ ハヒヘホ イア ジ "
    "カキクケコ ラリルレロ マミムメモ ナニヌネノ オ パピプペポ ク ラリルレロ サシスセソ "
    "タチツテトティ ユア ブヴビベボバ ワウ ザゼゾ"
)
_KANA_OF = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWZ", _KANA_OF_EACH.split(), strict=True))
