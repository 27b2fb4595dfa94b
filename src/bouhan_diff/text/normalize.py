"""Normalization (正規化): which characters count as the same; folding, spellings, values.

One model of characters serves comparison, search, filters and linkage. Variation selectors and
invisible characters are ignored; CJK radicals, old forms of kanji, squared characters, fractions
and ligatures are replaced by their meaning. A raised, lowered or circled digit is a digit
too, but never joins the number beside it: 50¹ is not 501, and 12① not 121.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from .numerals import DIGITS, with_zeros

if TYPE_CHECKING:
    from decimal import Decimal

# --- Characters -------------------------------------------------------------------------------

_RADICALS = str.maketrans(
    # The CJK radicals supplement, by Unicode's EquivalentUnifiedIdeograph.
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿"
    "肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
) | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= str.maketrans("⼾⿈", "戸黄")  # a Japanese font draws these, and no 戶 or 黃

# Old forms of kanji, and others of names, with the forms in use (旧字体・異体字).
_OLD_KANJI = (
    "亞惡壓圍爲醫壹稻飮隱營榮衞驛圓艷鹽奧應歐毆橫價假畫會囘壞懷繪槪擴殼覺學嶽樂勸卷寬歡罐觀關陷氣歸旣龜僞戲犧舊據擧虛峽挾敎强狹鄕堯曉區驅勳薰徑惠揭攜溪經繼莖螢輕鷄藝缺儉劍圈檢"
    "權獻縣硏險顯驗嚴效廣恆鑛號國黑濟碎齋劑櫻册雜參慘棧蠶贊殘絲齒兒辭濕實寫釋壽收從澁獸縱肅處緖敍奬將燒稱證乘剩壤孃條淨疊穰讓釀囑觸寢愼晉眞盡圖粹醉隨髓樞數瀨聲靜齊攝竊專戰淺潛"
    "纖踐錢禪曾雙搜插爭莊裝騷增藏臟卽屬續墮體對帶滯臺瀧擇澤單擔膽團彈斷癡遲晝蟲鑄廳聽鎭遞鐵轉點傳黨盜燈當鬪德獨讀屆繩貳惱腦廢拜賣麥發髮拔蠻祕濱甁拂佛竝變邊舖步穗寶豐沒飜每萬滿"
    "默彌譯藥與豫餘譽搖樣謠來賴亂覽兩獵綠淚壘勵禮隸靈齡戀爐勞樓郞祿灣髙﨑嵜濵邉嶋嶌栁槇舘檜籠礪頸麴噓剝塡頰鷗蔣醬蟬瘦潑禱蠟繫屢彥靑淸內吳黃𠮷"
)
_NEW_KANJI = (
    "亜悪圧囲為医壱稲飲隠営栄衛駅円艶塩奥応欧殴横価仮画会回壊懐絵概拡殻覚学岳楽勧巻寛歓缶観関陥気帰既亀偽戯犠旧拠挙虚峡挟教強狭郷尭暁区駆勲薫径恵掲携渓経継茎蛍軽鶏芸欠倹剣圏検"
    "権献県研険顕験厳効広恒鉱号国黒済砕斎剤桜冊雑参惨桟蚕賛残糸歯児辞湿実写釈寿収従渋獣縦粛処緒叙奨将焼称証乗剰壌嬢条浄畳穣譲醸嘱触寝慎晋真尽図粋酔随髄枢数瀬声静斉摂窃専戦浅潜"
    "繊践銭禅曽双捜挿争荘装騒増蔵臓即属続堕体対帯滞台滝択沢単担胆団弾断痴遅昼虫鋳庁聴鎮逓鉄転点伝党盗灯当闘徳独読届縄弐悩脳廃拝売麦発髪抜蛮秘浜瓶払仏並変辺舗歩穂宝豊没翻毎万満"
    "黙弥訳薬与予余誉揺様謡来頼乱覧両猟緑涙塁励礼隷霊齢恋炉労楼郎禄湾高崎崎浜辺島島柳槙館桧篭砺頚麹嘘剥填頬鴎蒋醤蝉痩溌祷蝋繋屡彦青清内呉黄吉"
)

_SELECTORS = "\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"


def _each(ranges: str) -> Iterator[str]:
    """Yield the characters of ranges (文字の範囲) such as ⁴-⁹; a pattern takes long to compile."""
    for at, sign in enumerate(ranges):
        if sign == "-":
            yield from map(chr, range(ord(ranges[at - 1]) + 1, ord(ranges[at + 1])))
        else:
            yield sign


_UNSEEN = str.maketrans(dict.fromkeys(_each(_SELECTORS + _INVISIBLE)))
_RADICAL = re.compile("[\u2e80-\u2fd5]")

_OTHER_DIGITS = frozenset(_each("²³¹⁰⁴-⁹₀-₉①-⓿⑴-⒛❶-➓㉑-㉟㊱-㊿½¼¾⅐-⅟↉"))
_ALL_DIGITS = _OTHER_DIGITS.union(_each("0-9０-９"))
# Forms of companies, whose own decomposition lacks the brackets: ㊑ is ㈱.
_COMPANIES = str.maketrans("㊑㊒㊓㊔㊕㊖", "㈱㈲㈳㈴㈵㈶")
_SPECIAL = _OTHER_DIGITS.union(
    _each(f"{_SELECTORS}{_INVISIBLE}\u2e80-\u2fd5○◯⁄〜−‐‑㊑-㊖"), _OLD_KANJI
)
"""What needs more than NFKC; most texts contain none of it."""

APART = "\u2063"
"""What `comparable` puts between a number and another digit beside it: no letter, no space."""


VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
"""Fractions in one character (分数の一字)."""

SQUARED = re.compile("[㋿㌀-㏿]|(?<![0-9０-９])[½⅓⅔¼¾⅕-⅞](?![0-9０-９])")
"""Squared characters (組文字), and fractions without a number beside them."""

_VARIANTS = str.maketrans({"⁄": "/", "〜": "~", "−": "-", "‐": "-", "‑": "-"})
_VARIANTS |= dict(zip(map(ord, _OLD_KANJI), _NEW_KANJI, strict=True))
OLD_KANJI = frozenset(_OLD_KANJI)
"""Old forms of kanji, and others of names (旧字体・異体字)."""


def mend(text: str) -> str:
    """Return the text with the ideographs instead of CJK radicals (康熙部首).

    A PDF's text layer may have ⽤ ⺠ ⻑ for 用 民 長; nothing else is altered.
    """
    return text.translate(_RADICALS) if _RADICAL.search(text) else text


def unsquared(text: str) -> str:
    """Return the text with squared characters and fractions written out: ㍻, ㌫, ½."""
    if text.isascii() or not SQUARED.search(text):
        return text
    return SQUARED.sub(lambda m: unicodedata.normalize("NFKC", m[0]).replace("⁄", "/"), text)


def comparable(text: str) -> str:
    """Return the text in the characters by which it is compared (比較用の文字).

    Differences of width, compatibility form, selectors, invisible characters, old kanji, tildes and
    minus signs are removed; ○ after a kanji numeral is zero. Case and spaces stay.
    """
    if text.isascii():
        return text
    if _SPECIAL.isdisjoint(text):
        return unicodedata.normalize("NFKC", text)
    text = _with_digits_apart(mend(text).translate(_COMPANIES).translate(_UNSEEN))
    return unicodedata.normalize("NFKC", with_zeros(text)).translate(_VARIANTS)


def _with_digits_apart(text: str) -> str:
    """Return the text with a mark between a number and another digit beside it (50¹)."""
    if _OTHER_DIGITS.isdisjoint(text):
        return text
    pieces = [
        APART + sign if _are_apart(*both) else sign for both in pairwise(text) for sign in both[1:]
    ]
    return text[:1] + "".join(pieces)


def _are_apart(before: str, sign: str) -> bool:
    """Return whether both characters are digits and one of them is a special form (2①)."""
    are_digits = before in _ALL_DIGITS and sign in _ALL_DIGITS
    return are_digits and (before in _OTHER_DIGITS or sign in _OTHER_DIGITS)


def beside(before: str, written: str, piece: str) -> tuple[str, str]:
    """Return the comparable form of a character behind another one (隣の文字の影響).

    before: the second value of the call for the character before, empty at the start; written: the
    character with its marks; piece: its comparable form alone. The second value is the `before`
    of the next character.
    """
    seen = "".join(written.split()).translate(_UNSEEN)
    if seen[:1] in ("○", "◯") and before and before in DIGITS:
        return "〇" + piece[1:], (seen[1:] and seen[-1]) or "〇"
    if before and any(_are_apart(*both) for both in pairwise(before + seen)):
        piece = APART + piece
    return piece, seen[-1:]


# --- Folding ----------------------------------------------------------------------------------


def fold(text: str) -> str:
    """Return the text without differences of character form, case and space.

    エ2, エ② and ｴ② fold to one string; so do 市民生活課(地域担当） and 市民生活課（地域担当）, and
    葛城 with and without a variation selector.
    """
    return _fold_word(text) if len(text) <= _LONGEST_WORD else _fold(text)


def _fold(text: str) -> str:
    return "".join(comparable("".join(text.split())).casefold().split())


# The same words, departments and numbers come again and again.
_LONGEST_WORD = 40
_fold_word = lru_cache(maxsize=8192)(_fold)


def squeezed(text: str) -> str:
    """Return a text in half width and without spaces (空白なし), its letters as they are."""
    return text if text.isascii() and " " not in text else _squeezed(text)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


_BRACKETS = dict(zip("(（[［【〔《〈<＜", ")）]］】〕》〉>＞", strict=True))


def unbracketed(text: str) -> str:
    """Return the text without brackets around the whole of it (全体を囲む括弧).

    【担当課：道路課】 is 担当課：道路課; （国）と（県） stays.
    """
    opening, closing = text[:1], _BRACKETS.get(text[:1])
    if closing is None or not text.endswith(closing):
        return text
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == opening) - (letter == closing)
        if not depth:
            return text[1:-1].strip() if at == len(text) - 1 else text
    return text


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return the commonest spelling (代表表記) for each folded form, in order of appearance.

    In a tie the first one wins.
    """
    counts = Counter(texts)
    written: dict[str, list[str]] = {}
    for text in counts:
        written.setdefault(fold(text), []).append(text)
    return {key: max(alike, key=counts.__getitem__) for key, alike in written.items()}


def searchable(text: str) -> str:
    """Return a text as it is searched (検索の対象): folded, 7,500 and 7500 alike.

    So are ファミリー・サポート and ファミリーサポート.
    """
    folded = fold(text)
    return _separators().sub("", folded) if "," in folded or "・" in folded else folded


@lru_cache(maxsize=1)
def _separators() -> re.Pattern[str]:
    """Return the pattern of what may part a number or a foreign word, compiled for a search."""
    return re.compile("(?<=[0-9]),(?=[0-9])|(?<=[ァ-ー])・(?=[ァ-ー])")


def occurrences(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word occurs in a text (出現箇所), both as they are searched: start and end."""
    searched_word = searchable(word)
    if not searched_word:
        return
    folded = ""
    origins: list[tuple[int, int]] = []
    before = ""
    for match in _pieces().finditer(text):
        if piece := fold(match[0]):
            piece, before = beside(before, match[0], piece)
            folded += piece
            origins += [match.span()] * len(piece)
    dropped = {match.start() for match in _separators().finditer(folded)}
    if dropped:
        folded = "".join(letter for at, letter in enumerate(folded) if at not in dropped)
        origins = [origin for at, origin in enumerate(origins) if at not in dropped]
    place = folded.find(searched_word)
    while place >= 0:
        yield origins[place][0], origins[place + len(searched_word) - 1][1]
        place = folded.find(searched_word, place + len(searched_word))


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """Return the pattern of a character with all that alters it, compiled for a search only."""
    gap = r"\s\u200b-\u200f\u2060\ufeff"
    marks = "ﾞﾟ\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
    return re.compile(rf"[^{gap}](?:[{gap}]*[{marks}])*|[{gap}]+")


# --- Values -----------------------------------------------------------------------------------

NO_VALUE = frozenset(
    {"", "―", "－", "-", "‐", "‑", "–", "—", "−", "ー", "─", "━", "…", "皆増", "皆減"}
)
"""What a cell without a value has (値なし), without spaces."""


def is_no_value(text: str) -> bool:
    """Return whether a cell says that there is no value (値なし): empty, ― or 皆増, but not 0.

    A unit may follow the dash: ―千円.
    """
    sign = "".join(text.split())
    if sign in NO_VALUE:
        return True
    return sign[0] in NO_VALUE and sign.removesuffix("円").rstrip("百千万億") == sign[0]


def is_dash(text: str) -> bool:
    """Return whether a cell says by a sign alone that there is no value (値なしの記号): ―."""
    return is_no_value(text) and not any(map(str.isalnum, text))


def format_amount(value: "Decimal", unit: str = "") -> str:
    """Return an amount as offices print it (数値の表記): `1,234`, `△1,800`, `13.2億円`."""
    return f"{'△' if value < 0 else ''}{value.copy_abs():,f}{unit}"


def digits_of(value: "Decimal") -> str:
    """Return an amount in digits (数字): 120000, 0.5, without separators or an exponent."""
    return f"{value.normalize():f}"


def plain_number(value: "Decimal | None") -> int | float | None:
    """Return an amount as programs read it (数値): a whole one without a decimal point."""
    if not value:
        return None if value is None else 0
    whole = int(value)
    return whole if value == whole else float(value)


_SPREAD = (
    r"(?<![^\s\d)）.．])"
    r"(?:(?:第[ \u3000]+\d+[ \u3000]+)?[一-鿿々](?:[ \u3000]+[一-鿿々])+"
    r"|[^\W\d_a-zA-Z](?:[ \u3000]+[^\W\d_a-zA-Z]){2,})"
    r"(?![^\s（(])"
)


def closed_up(title: str) -> str:
    """Return a title without the spaces that stretch its words (字間の空白).

    歳 入 is 歳入, 第 １ 表 総 括 第１表総括, 一 覧 表（案） 一覧表（案）; but two single kana may
    be two items: ア イ.
    """
    if not any(len(word) == 1 and not word.isdecimal() for word in title.split()):
        return title
    return re.sub(_SPREAD, lambda word: "".join(word[0].split()), title)
