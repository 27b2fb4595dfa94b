"""Where columns begin (列の境): at gaps in the text of all rows, headings included."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from .pdf_lines import rows_of
from .pdf_row_starts import cells_in_rows
from .pdf_rows import (
    FEWEST_ROWS,
    PART_GAP,
    crosses,
    ends_flush,
    is_figure_line,
    is_tabular,
    parts_at_gaps,
    wide_gaps,
)
from .pdf_rules import Box, Cells, Char, centre_of, em_of, holds, middle_of, top_of, without_spaces

# In widths of a character, between two columns.
_GAP = 1.2
_NARROW_GAP = 0.5
LEAST_GAP = 0.25
_NEAR_BORDER = 2.0
_MARGIN = 0.12
_SOME = 0.25
_LONGEST_LABEL = 12
_TWO_PAIRS = 3  # borders, between two labels and their values
_LEVELS = frozenset("款項目節")  # headings of one character
_LONGEST_NUMBER = 2
_FILLED = 0.5  # of the rows, a column must have text in


def by_x(chars: Iterable[Char]) -> list[Char]:
    """Return the characters of several lines from left to right (左からの順)."""
    return sorted(chars, key=lambda char: float(char["x0"]))


def borders_between(
    rows: Sequence[Sequence[Char]],
    least: float = _GAP,
    headings: Sequence[Sequence[Char]] = (),
) -> list[float]:
    """Return where the text of all rows leaves a gap (列の境), from left to right.

    least: the width of a gap, in characters. A narrower one separates columns too if most rows
    leave a wider gap there, only the longest texts reaching into it or the texts after it being
    flush, or if figures end flush on its left and texts or figures begin on its right. A heading
    and the values below it need not overlap. Between two headings there is one border.
    """
    inked = [without_spaces(row) for row in rows]
    chars = by_x(chain.from_iterable([*inked, *headings]))
    if not chars:
        return []
    em = em_of(chars)
    near = _MARGIN * em_of([char for row in inked for char in row])
    gaps: dict[float, float] = {}
    clear: list[float] = []
    reach = float(chars[0]["x1"])
    for char in chars:
        width, at = char["x0"] - reach, (char["x0"] + reach) / 2
        if width > _MARGIN * em:
            gaps[at] = width
            is_apart = width > _NARROW_GAP * em or _starts_flush(inked, char["x0"], at, near)
            if (
                width > least * em
                or (is_apart and _most(inked, _is_wide, at, least * em))
                or _most(inked, ends_flush, at, width)
            ):
                clear.append(at)
        reach = max(reach, char["x1"])
    words = _blocks(headings, inked)
    borders = _with_headings(clear, words, inked)
    free = {at: width for at, width in gaps.items() if at in borders or at not in clear}
    borders = _between_filled({at: gaps[at] for at in borders}, inked, headings)
    for place in range(len(words) - 1):
        borders = _with_one_between(words[place : place + 3], borders, free, inked, near)
    borders = _with_headings(sorted(borders), words, inked)
    borders = _between_filled({at: gaps[at] for at in borders}, inked, headings)
    close = {at for at in borders if gaps[at] <= _GAP * em}
    return _without_numbers(borders, close, words, inked)


def headings_of(rows: Sequence[Sequence[Char]], borders: Sequence[float]) -> list[list[Char]]:
    """Return the words of headings (見出しの語) from left to right, except over several columns.

    Such a word crosses a border, with words on both sides of it on a line below.
    """
    words = [word for row in rows for word in _words_of(row, borders)]
    found = []
    for word in words:
        below = [other for other in words if top_of(other) > top_of(word) + 1]
        is_over = any(
            word[0]["x0"] < x < word[-1]["x1"]
            and any(other[-1]["x1"] < x for other in below)
            and any(other[0]["x0"] > x for other in below)
            for x in borders
        )
        if not is_over:
            found.append(word)
    return sorted(found, key=lambda word: float(word[0]["x0"]))


def is_whole(word: Sequence[Char]) -> bool:
    """Return whether a heading is no character of a word spread over its column (見出しの語)."""
    return len(word) > 1 or word[0]["text"] in _LEVELS


def _words_of(row: Sequence[Char], borders: Sequence[float]) -> Iterator[list[Char]]:
    """Yield the words of a line of headings (見出しの語), also narrow gaps apart near a border."""
    em = em_of(row)
    for part in parts_at_gaps(row, 1.0):
        start = 0
        gaps = [other["x0"] - one["x1"] for one, other in pairwise(part)]
        for at, (before, gap) in enumerate(pairwise(gaps), 2):
            middle = part[at]["x0"] - gap / 2
            is_word = before < _MARGIN * em and gap > LEAST_GAP * em  # none that is stretched
            if is_word and any(abs(x - middle) < _NEAR_BORDER * em for x in borders):
                yield part[start:at]
                start = at
        yield part[start:]


def _with_one_between(
    words: Sequence[Sequence[Char]],
    borders: Sequence[float],
    gaps: Mapping[float, float],
    rows: Sequence[Sequence[Char]],
    near: float,
) -> list[float]:
    """Return the borders with one between two headings (見出しの間の境), or more if so already.

    It is where a row has two texts, or where both headings have values, or where texts begin or
    figures end, or where most rows have texts on both sides, or else at the widest gap. words: the
    headings, and what follows both.
    """
    before, behind = words[:2]
    start, end = max(char["x1"] for char in before), behind[0]["x0"]
    between = [x for x in gaps if start < x < end]
    if not between or sum(x in between for x in borders) > 1:
        return list(borders)
    edges = {*borders, *(x for x in gaps if x > start)}
    parting = [x for x in between if any(_is_parted(row, x, edges) for row in rows)]
    first, last = before[0]["x0"], words[2][0]["x0"] if len(words) > 2 else float("inf")  # noqa: PLR2004

    def merit(x: float) -> tuple[int, int, int, float]:
        filled = _has_text(rows, first, x) + _has_text(rows, x, last)
        starts = _starts_flush(rows, x + gaps[x] / 2, x, near)
        flush = starts + _ends_flush(rows, x - gaps[x] / 2, near)
        return filled, flush, sum(_has_both(row, x, start, end) for row in rows), gaps[x]

    return [*(x for x in borders if x not in between), max(parting or between, key=merit)]


def _starts_flush(rows: Sequence[Sequence[Char]], x: float, at: float, near: float) -> bool:
    """Return whether texts begin at a position (左詰めの文), with a gap to its left."""
    later = [[float(c["x0"]) for c in row if c["x0"] > at] for row in rows]
    starts = [min(places) for places in later if places]
    return sum(abs(start - x) < near for start in starts) >= FEWEST_ROWS


def _ends_flush(rows: Sequence[Sequence[Char]], x: float, near: float) -> bool:
    """Return whether figures of several lines end at a place (右詰めの数)."""
    ends = [char for row in rows for char in row if abs(char["x1"] - x) < near]
    return sum(map(is_figure_line, zip(ends, strict=True))) >= FEWEST_ROWS


def _blocks(headings: Sequence[Sequence[Char]], rows: Sequence[Sequence[Char]]) -> list[list[Char]]:
    """Return the words of headings (見出しの語), stacked ones as one.

    Single characters side by side are one stretched word, unless texts begin below them.
    """
    found: list[list[Char]] = []
    for at, word in enumerate(headings):
        beside = [*headings[max(0, at - 1) : at], *headings[at + 1 : at + 2]]
        starts = sum(any(abs(c["x0"] - word[0]["x0"]) < 1 for c in row) for row in rows)
        is_of_word = not is_whole(word) and any(len(other) == 1 for other in beside)
        if is_of_word and starts < FEWEST_ROWS:
            continue
        if found and word[0]["x0"] < max(char["x1"] for char in found[-1]):
            found[-1] += word
        else:
            found.append([*word])
    return found


def _with_headings(
    borders: Sequence[float], words: Sequence[Sequence[Char]], rows: Sequence[Sequence[Char]]
) -> list[float]:
    """Return the borders without those between a heading and its values (見出しと値の境).

    A heading on the left of its column and figures on its right do not overlap. If columns with
    only a heading and columns with only values alternate, each heading takes the values to its
    right, or if the last one has none there, those to its left.
    """
    kinds = []
    for x0, x1 in pairwise([float("-inf"), *borders, float("inf")]):
        is_headed = any(x0 <= centre_of(word[0]) < x1 for word in words)
        is_filled = _has_text(rows, x0, x1)
        kinds.append("both" if is_headed == is_filled else "heading" if is_headed else "values")
    joined: set[int] = set()
    at = 0
    while at < len(kinds):
        end = at + 1
        while end < len(kinds) and {kinds[end - 1], kinds[end]} == {"heading", "values"}:
            end += 1
        first = at + ((end - at) % 2 and kinds[at] == "values")
        joined.update(range(first, end - 1, 2))
        at = end
    return [x for place, x in enumerate(borders) if place not in joined]


def _without_numbers(
    borders: Sequence[float],
    close: Container[float],
    words: Sequence[Sequence[Char]],
    rows: Sequence[Sequence[Char]],
) -> list[float]:
    """Return the borders without those behind the numbers of texts (語の番号), as in ２ 道路費.

    Only numbers are on their left, and one heading is above both. close: those at narrow gaps.
    """
    kept: list[float] = []
    for x, end in pairwise([*borders, float("inf")]):
        start = kept[-1] if kept else float("-inf")
        heads = [
            any(x0 <= centre_of(word[0]) < x1 for word in words)
            for x0, x1 in ((start, x), (x, end))
        ]
        texts = [row for row in rows if any(x <= centre_of(c) < end for c in row)]
        parts = [[c for c in row if start <= centre_of(c) < x] for row in texts]
        first = [rows_of(part)[0] for part in parts if part]
        are_numbers = all(len(line) <= _LONGEST_NUMBER and is_figure_line(line) for line in first)
        if not (x in close and sum(heads) == 1 and len(first) >= FEWEST_ROWS and are_numbers):
            kept.append(x)
    return kept


def _has_text(rows: Sequence[Sequence[Char]], start: float, end: float) -> bool:
    """Return whether a row has text between two positions (文の有無)."""
    return any(start <= centre_of(char) < end for row in rows for char in row)


def _has_both(row: Sequence[Char], x: float, start: float, end: float) -> bool:
    """Return whether a row has text on both sides of a gap between two headings (両側の語)."""
    return any(start < char["x1"] < x for char in row) and any(x < char["x0"] < end for char in row)


def _is_parted(row: Sequence[Char], x: float, edges: Iterable[float]) -> bool:
    """Return whether a row has two texts far apart on either side of a gap (離れた語)."""
    left = max((at for at in edges if at < x), default=float("-inf"))
    right = min((at for at in edges if at > x), default=float("inf"))
    before = [char["x1"] for char in row if left < centre_of(char) < x]
    behind = [char["x0"] for char in row if x <= centre_of(char) < right]
    return bool(before and behind) and min(behind) - max(before) > PART_GAP * em_of(row)


def _between_filled(
    gaps: dict[float, float],
    rows: Sequence[Sequence[Char]],
    headings: Sequence[Sequence[Char]],
) -> list[float]:
    """Return the gaps between columns in which half the rows have text (空でない列の境).

    A column with its own heading may have few texts, such as one of remarks. A heading across
    several columns lies in a gap between them, of which the wider part counts. gaps: their
    positions and widths.
    """
    left = dict(gaps)
    while left:
        edges = [float("-inf"), *left, float("inf")]
        blank = next((p for p in pairwise(edges) if _is_sparse(p, rows, headings)), None)
        if blank is None:
            break
        del left[min((x for x in blank if x in left), key=left.__getitem__)]
    return list(left)


def _is_sparse(
    sides: tuple[float, float],
    rows: Sequence[Sequence[Char]],
    headings: Sequence[Sequence[Char]],
) -> bool:
    """Return whether a column has few texts and no heading (空きの多い列).

    A single character above no text belongs to a word stretched over several columns.
    """
    x0, x1 = sides
    first = [row for row in rows if is_tabular(row)]  # unlike the further lines of long texts
    rows = first if len(first) >= FEWEST_ROWS else rows
    filled = sum(any(x0 <= centre_of(char) < x1 for char in row) for row in rows)
    words = [w for w in headings if x0 <= centre_of(w[0]) and centre_of(w[-1]) < x1]
    is_headed = any(len(word) > 1 for word in words) or bool(words and filled)
    return not is_headed and filled < _FILLED * len(rows)


def _most(
    rows: Sequence[Sequence[Char]],
    test: Callable[[Sequence[Char], float, float], bool],
    x: float,
    width: float,
) -> bool:
    """Return whether most rows with text on both sides of a position pass a test (大半の行)."""
    parted = [row for row in rows if row and row[0]["x0"] < x < row[-1]["x1"]]
    passed = sum(test(row, x, width) for row in parted)
    return 2 * passed > len(parted) and passed >= _SOME * len(rows)


def _is_wide(row: Sequence[Char], x: float, least: float) -> bool:
    """Return whether a row leaves a wide gap between its texts at a place (行の空き)."""
    before = [char["x1"] for char in row if centre_of(char) < x]
    behind = [char["x0"] for char in row if centre_of(char) >= x]
    return bool(before and behind) and min(behind) - max(before) > least


# --- Labels and values ------------------------------------------------------------------------


def in_pairs(frame: Box, chars: Sequence[Char]) -> Cells:
    """Return the cells of labels and their values in a frame (枠内の項目と値), or none.

    The words on its left are labels, each with something beside it.
    """
    rows = [row for row in rows_of(chars) if without_spaces(row)]
    of_pairs = borders_between([row for row in rows if is_tabular(row)])
    second = of_pairs[1:] if len(of_pairs) == _TWO_PAIRS else []
    borders = of_pairs[:1] if second else borders_between(rows)
    if len(borders) != 1 or len(rows) < FEWEST_ROWS:
        return {}
    cells = cells_in_rows(rows, [frame[0], *borders, frame[2]])
    pairs = _with_second_pairs(cells, second)
    ordered = [without_spaces(pairs[box]) for box in sorted(pairs, key=lambda b: (b[1], b[0]))]
    labels = ["".join(char["text"] for char in label) for label in ordered[::2]]
    is_form = all(map(_is_label, labels)) and len(labels) >= FEWEST_ROWS
    return pairs if is_form and all(ordered) and not any(map(_is_apart, ordered[1::2])) else {}


def _with_second_pairs(cells: Cells, borders: Sequence[float]) -> Cells:
    """Return the cells, a value with a further label and its value behind it split (２組の項目).

    borders: where these begin. A text over them is one value.
    """
    found: Cells = {}
    for (left, top, right, bottom), chars in cells.items():
        edges = [left, *(x for x in borders if left < x < right), right]
        parts = [[c for c in chars if x0 <= centre_of(c) < x1] for x0, x1 in pairwise(edges)]
        is_over = any(
            crosses(without_spaces(row), x) for row in rows_of(chars) for x in edges[1:-1]
        )
        if is_over or not all(map(without_spaces, parts)):
            parts, edges = [chars], [left, right]
        for (x0, x1), part in zip(pairwise(edges), parts, strict=True):
            found[x0, top, x1, bottom] = part
    return found


def _is_apart(chars: Sequence[Char]) -> bool:
    """Return whether a value has two texts far apart (離れた語), as two columns have."""
    return any(wide_gaps(row) for row in rows_of(chars))


def values_beside(cells: Cells, chars: Sequence[Char], limit: float) -> Cells:
    """Return the cells right of labels that alone have rules or colours (項目名の右の値), or none.

    The table has one column, and each label has its value beside it. limit: where the next table
    to the right begins.
    """
    labels = ["".join(char["text"] for char in without_spaces(inside)) for inside in cells.values()]
    if len({box[::2] for box in cells}) > 1 or len(cells) < FEWEST_ROWS:
        return {}
    right, top, bottom = min(cells)[2], min(cells)[1], max(box[3] for box in cells)
    beside = [c for c in chars if right <= centre_of(c) < limit and top <= middle_of(c) < bottom]
    end = max((char["x1"] for char in without_spaces(beside)), default=right) + 1
    boxes = [(right, y0, end, y1) for _x0, y0, _x1, y1 in cells]
    found = {box: [char for char in beside if holds(box, char)] for box in boxes}
    are_values = all(
        inside and not _is_apart(inside) for inside in map(without_spaces, found.values())
    )
    are_lines = all(len(rows_of(inside)) == 1 for inside in cells.values())
    return found if are_values and are_lines and all(map(_is_label, labels)) else {}


def _is_label(words: str) -> bool:
    return 1 < len(words) <= _LONGEST_LABEL and words[0].isalpha()
