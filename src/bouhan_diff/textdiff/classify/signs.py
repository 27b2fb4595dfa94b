"""Signs (記号): punctuation, brackets, bullets, width and space, which rarely state a fact."""

import re
import unicodedata

from ...text.normalize import OLD_KANJI
from ..aligner import Edit
from ..segment import Code
from ..tokenizer import Words, text_of
from .context import sentence_around, with_context
from .facts import statement
from .figures import has_numeral
from .lexicon import LABELS
from .orthography import BRACKETS, PAUSES, RATINGS, folded, is_sign


def _is_other_unit(old: Words, edit: Edit, texts: tuple[str, str]) -> bool:
    """Return whether only the case of a unit differs (単位の別): 10MB is not 10Mb."""
    if not edit.old_start or not old[edit.old_start - 1].surface[-1].isdecimal():
        return False
    was, now = (unicodedata.normalize("NFKC", text) for text in texts)
    is_litre = was in "lL" and now in "lL"
    return was.isascii() and was.isalpha() and was != now and not is_litre


def _primes(words: Words, start: int, stop: int) -> list[str]:
    """Return the signs of minutes and seconds behind figures in a range (分・秒の印): 1’30”."""
    text = text_of(words[max(start - 1, 0) : stop])
    return [sign.translate(_PRIMES) for sign in re.findall(r"\d([’”′″'\"])", text)]


_PRIMES = str.maketrans("’′”″", "''\"\"")


def is_in_address(old: Words, edit: Edit, texts: tuple[str, str]) -> bool:
    """Return whether the case of letters differs in the path of a web address (URLの別)."""
    was, now = (unicodedata.normalize("NFKC", text) for text in texts)
    if was == now or was.lower() != now.lower():
        return False
    start = edit.old_start
    before = text_of(old[max(start - _LONGEST_ADDRESS, 0) : start])
    return re.search(_ADDRESS, before + was) is not None


_LONGEST_ADDRESS = 60
_ADDRESS = r"(?i)https?://[\w.-]+/[!-~]*$"


def are_quoted_otherwise(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether quotation marks enclose other words than before (引用の範囲).

    「防犯の日」講座 is not 「防犯の日講座」.
    """
    sides = (old, *edit[:2]), (new, *edit[2:])
    if not any(_QUOTE.search(text_of(words[start:stop])) for words, start, stop in sides):
        return False
    was, now = (folded(sentence_around(*side)).translate(_AS_BRACKETS) for side in sides)
    return _enclose_otherwise(was, now)


_QUOTE = re.compile("[「」『』]")
_AS_BRACKETS = str.maketrans("「『」』", "(())", "()")


def _enclose_otherwise(was: str, now: str) -> bool:
    """Return whether one of two sentences has in brackets what the other has beside them."""
    sides = [_NO_WORD.sub("", side) for side in (was, now)]
    olds, news = (_ENCLOSED.findall(side) for side in sides)
    return len(olds) == len(news) and any(
        _reaches_over(was, now, sides[1]) or _reaches_over(now, was, sides[0])
        for was, now in zip(olds, news, strict=True)
    )


def _reaches_over(longer: str, shorter: str, side: str) -> bool:
    """Return whether brackets enclose what is beside the shorter text on the other side."""
    if not shorter or longer == shorter:
        return False
    before, after = longer.removesuffix(shorter), longer.removeprefix(shorter)
    is_behind = longer.startswith(shorter) and f"({shorter}){after}" in side
    return is_behind or (longer.endswith(shorter) and f"{before}({shorter})" in side)


_NO_WORD = re.compile(r"[^\w()]")


def are_bracketed_otherwise(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether brackets enclose other words, or became a pause (括弧の範囲).

    職員（常勤及び非常勤） is not 職員（常勤）及び非常勤; in 学校（小学校） and 学校、小学校 what
    explained a thing becomes another thing beside it.
    """
    sides = (old, *edit[:2]), (new, *edit[2:])
    signs = [{word.surface for word in words[start:stop]} for words, start, stop in sides]
    if edit.old_stop == len(old) and edit.new_stop == len(new):
        signs = [side - {"。"} for side in signs]  # it ends the text
    if any(
        one & BRACKETS and not other & BRACKETS and other & set(PAUSES)
        for one, other in (signs, signs[::-1])
    ):
        return True
    return _enclose_otherwise(*(folded(sentence_around(*side)) for side in sides))


_ENCLOSED = re.compile(r"\(([^()]*)\)")


def are_figures_enclosed_otherwise(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether a figure alone or behind another one lost its brackets (内数の括弧).

    It is a part of the other one, or less than none, in brackets only: 500（120）, (3).
    """
    sides = sentence_around(old, *edit[:2]), sentence_around(new, *edit[2:])
    return len({tuple(re.findall(_PARTS, folded(side).strip())) for side in sides}) > 1


_UNIT = r"[^\d\s()、。,.]{0,3}"
# Compiled where a text has brackets.
_PARTS = rf"(?:^|\d{_UNIT}\s*)\(([△▲+\-±]?\d[\d,.]*{_UNIT})\)(?!\s*[^\W\d])"


def compare_otherwise(old: Words, new: Words, edit: Edit, texts: tuple[str, str]) -> bool:
    """Return whether an unpaired ＞ or ＜ was added, removed or reversed (大小の記号)."""
    if all(map(_COMPARING.isdisjoint, texts)):
        return False
    was = _comparisons(old, edit.old_start, edit.old_stop)
    now = _comparisons(new, edit.new_start, edit.new_stop)
    return was != now


def _comparisons(words: Words, start: int, stop: int) -> list[str]:
    """Return the unpaired comparison signs in a range (大小の記号)."""
    found: list[str] = []
    for at in range(start, stop):
        sign = unicodedata.normalize("NFKC", words[at].surface)
        if sign in _MORE and not _has_partner(words, at):
            found.append(sign)
    return found


_MORE = {"<": ">", ">": "<", "≪": "≫", "≫": "≪"}
_COMPARING = frozenset("<>≪≫＜＞﹤﹥")


def have_other_notes(old: Words, new: Words, edit: Edit, texts: tuple[str, str]) -> bool:
    """Return whether a word got or lost the mark of a note (注の印): 病院※, 病院."""
    before = old[edit.old_start - 1].surface if edit.old_start else ""
    new_before = new[edit.new_start - 1].surface if edit.new_start else ""
    was, now = before + texts[0], new_before + texts[1]
    if _NOTES.isdisjoint(was) and _NOTES.isdisjoint(now):  # the usual case
        return False
    return re.findall(_NOTE_MARK, was) != re.findall(_NOTE_MARK, now)


_NOTES = frozenset("※＊*")
_NOTE_MARK = "[^\\s。、,，.:：(（［【「※＊*][※＊*]|[(（][※＊*][)）]"


def _has_partner(words: Words, at: int) -> bool:
    """Return whether a ＜ or ＞ has its partner within the sentence."""
    sign = unicodedata.normalize("NFKC", words[at].surface)
    step = 1 if sign in "<≪" else -1
    place = at + step
    while 0 <= place < len(words) and words[place].surface[0] not in "。\n":
        other = unicodedata.normalize("NFKC", words[place].surface)
        if other == _MORE[sign]:
            return True
        if other == sign:
            return False
        place += step
    return False


# Item marks: ①, (1), 1., ア), ○.
_ITEM_MARK = (
    r"\s*(?:[①-⑳⑴-⒇㋐-㋾]|[(（]?(?:[0-9０-９]{1,2}|[ア-ンA-Za-z])[)）.．]"
    r"|[〇○●◎◯■□◆◇★☆▼▲▽△※▪•‣►▶・－-])*\s*"
)


def _is_written(text: str) -> bool:
    """Return whether a text has kanji or hiragana (漢字・平仮名の有無), as no item mark has."""
    return any(sign.isalpha() and not ("ア" <= sign <= "ン" or sign.isascii()) for sign in text)


def are_item_marks(old: Words, new: Words, edit: Edit, texts: tuple[str, str]) -> bool:
    """Return whether only the mark of a list item changed (箇条書きの記号)."""
    if any(map(_is_written, texts)) or not all(re.fullmatch(_ITEM_MARK, text) for text in texts):
        return False
    for words, start, stop, marks in ((old, *edit[:2], texts[0]), (new, *edit[2:], texts[1])):
        if not _begins_item(words, start, stop, marks):
            return False
        # △３％ is a negative number, R.7 a year.
        is_signed = not _SIGNED.isdisjoint(marks) or re.search(r"[A-Za-z][.．]\Z", marks)
        if is_signed and stop < len(words) and words[stop].pos[1] == "数詞":
            return False
    # Another number or letter is another item, △ is not ◎, and □ is not ticked as ■ is.
    was, now = (re.sub("[◯〇]", "○", side) for side in texts)
    rated = [re.findall(_RATED, side) for side in (was, now)]
    is_ticked = was != now and was.translate(_FILLED) == now.translate(_FILLED)
    is_starred = any((sign in was) != (sign in now) for sign in "★◎")  # what matters most
    if is_ticked or is_starred or (all(rated) and rated[0] != rated[1]):
        return False
    return not all(any(sign.isalnum() for sign in side) for side in (was, now))


def _begins_item(words: Words, start: int, stop: int, marks: str) -> bool:
    """Return whether a mark starts an item and is not a rating by itself (評価の欄)."""
    before = words[start - 1].surface[-1] if start else "\n"
    if set(marks) & set("〇○◯") and stop < len(words) and words[stop].surface[0] in _KANJI_DIGITS:
        return False
    if before not in " 　\n。、":
        return False
    after = words[stop].surface[0] if stop < len(words) else "\n"
    if after in "：:＝=" and not any(map(str.isalnum, marks)):
        return False  # ○：達成 explains the mark
    if RATINGS.isdisjoint(marks):
        return True
    if before in "\n。":
        return (bool(marks.strip()) and marks[-1].isspace()) or after != "\n"
    return not after.isspace() and after not in "、。"


def is_around_number(words: Words, start: int, stop: int, signs: str) -> bool:
    """Return whether brackets enclose an item number or 例: (1), ア）.

    signs: the brackets at the place, on whichever side they are.
    """
    before = words[max(start - 1, 0) : start] if _CLOSING.search(signs) else ()
    after = words[stop : stop + 1] if _OPENING.search(signs) else ()
    return any(re.fullmatch(_SHORT_NUMBER, word.surface) for word in (*before, *after))


_OPENING, _CLOSING = re.compile("[(（]"), re.compile("[)）]")
_KANJI_DIGITS = frozenset("一二三四五六七八九十百千")
_SIGNED = frozenset("▲△▼▽-－")
_FILLED = str.maketrans("○□◇☆△▽", "●■◆★▲▼")
_RATED = "[◎○△▲×★☆]"
_SHORT_NUMBER = "[①-⑳]|[0-9０-９]{1,2}|[ア-ン]|[例注]"


def changed_signs(was: Words, now: Words) -> Code | None:
    """Return which kind of sign differs between words that are else equal (変わった記号)."""
    if folded(was) == folded(now):
        return Code.WIDTH if OLD_KANJI.isdisjoint(text_of((*was, *now))) else None
    olds, news = ([w for w in words if not is_sign(w.surface)] for words in (was, now))
    if folded(olds) == folded(news):
        return Code.PUNCTUATION
    olds, news = ([w for w in words if w.surface not in BRACKETS] for words in (olds, news))
    return Code.BRACKET if folded(olds) == folded(news) else None


def is_other_minus(old: Words, edit: Edit, texts: tuple[str, str]) -> bool:
    """Return whether ▲ and △ before a number, both minus signs, were swapped (負号)."""
    return set(texts) == {"▲", "△"} and has_numeral(text_of(old[edit.old_stop : edit.old_stop + 1]))


def figures_that_changed(
    old: Words, new: Words, edit: Edit, texts: tuple[str, str]
) -> tuple[str, ...]:
    """Return both sides' figures if signs between digits change them (2.5, 25)."""
    around = (
        *(old[edit.old_start - 1 : edit.old_start] if edit.old_start else ()),
        *old[edit.old_stop : edit.old_stop + 1],
    )
    if not any(has_numeral(word.surface) for word in around):
        return ()
    behind = old[edit.old_stop : edit.old_stop + 1], new[edit.new_stop : edit.new_stop + 1]
    if len({has_numeral(text_of(one)) for one in behind}) > 1:
        return ()  # 夜間，一人で and 夜間、ひとりで
    if _is_other_unit(old, edit, texts) or _primes(old, *edit[:2]) != _primes(new, *edit[2:]):
        return texts
    was, now = (
        [atom.key for atom in statement(side).atoms if atom.group == Code.FIGURE]
        for side in with_context(old, new, edit)
    )
    return () if was == now else (" ".join(was), " ".join(now))


# --- Labels -----------------------------------------------------------------------------------


def are_labels_alike(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether two labels in front of a colon say the same (見出し): 場所：, 会場：."""
    colon = old[edit.old_stop : edit.old_stop + _LONGEST_LABEL]
    if _COLONS.isdisjoint([word.surface for word in colon]):
        return False
    was, now = _label(old, edit.old_start), _label(new, edit.new_start)
    return bool(was) and was != now and LABELS.get(was, was) == LABELS.get(now, now)


def _label(words: Words, at: int) -> str:
    """Return the label around an index (見出し), or nothing where there is none."""
    start = stop = at
    while start and words[start - 1].surface[-1] not in _BEFORE_LABELS:
        start -= 1
    while stop < len(words) and words[stop].surface not in _COLONS:
        stop += 1
    return text_of(words[start:stop]) if stop - start <= _LONGEST_LABEL else ""


_LONGEST_LABEL = 6
_COLONS = frozenset("：:")
_BEFORE_LABELS = "。\n\r\u3000 ・■●○◎◆◇□※）)】、"
