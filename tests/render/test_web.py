"""The web page as a file; test_web_browser drives it."""

import base64
import hashlib
import json
import re
import sys
from collections import Counter
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from budget import CAMERA, budget, budgeted
from tables import amount, latin_table, with_fields

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import Selection, changed_only, group_rows, grouped, select
from bouhan_diff.comparison.rows import marks_of
from bouhan_diff.comparison.table import (
    ComparisonTable,
    DocumentNote,
    FieldComparison,
    GroupBy,
    Mark,
    NotCompared,
    PropertyChange,
    Row,
    RowKind,
)
from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.edition import Edition
from bouhan_diff.plan import DESCRIBING, ColumnType, Initiative, Plan, Property, Section
from bouhan_diff.render import labels
from bouhan_diff.render.page.html import write
from bouhan_diff.render.phrasebook import Phrasebook, english
from bouhan_diff.render.remarks import CHANGED_PROPERTIES, REMARKS, Beside
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import writable
from bouhan_diff.textdiff import EditKind, Segment

VOID = {"meta", "input", "rect", "br", "wbr"}


class Page(HTMLParser):
    """What the standard library's parser finds: elements, attributes, and texts by class."""

    def __init__(self, written: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.sources: dict[str, str] = {"script": "", "style": ""}
        self.texts: dict[str, list[str]] = {}
        self._open: list[tuple[str, list[str]]] = []
        self.feed(written.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        self.elements.append((tag, dict(attrs)))
        if tag in VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        self._open.append((tag, classes))
        for name in classes:
            self.texts.setdefault(name, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without an end tag."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An element closes; it must be the innermost one."""
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Text belongs to every open element, but for the words for those who hear the page."""
        if any("said" in classes for _tag, classes in self._open):
            return
        for tag, classes in self._open:
            if tag in self.sources:
                self.sources[tag] += data
            for name in classes:
                self.texts[name][-1] += data

    def count(self, tag: str) -> int:
        """How many elements of a name there are."""
        return sum(name == tag for name, _attributes in self.elements)


def sides(table: ComparisonTable) -> list[str]:
    """What stands in the text cells of a table, row by row, old before new."""
    return [
        writable(text)
        for row in table.rows()
        for text in (
            "（新規）" if row.old is None else row.old,
            "（廃止）" if row.new is None else row.new,
        )
    ]


def test_every_text_stands_in_the_page(
    shipped: ComparisonTable, renewed: ComparisonTable, hostile: ComparisonTable
) -> None:
    """Names, old and new texts are there to the letter, whatever they hold."""
    for table in (shipped, renewed, hostile):
        page = Page(write([table]))
        assert page.texts["text"] == sides(table)
        assert page.texts["name"] == [writable(row.name) for row in table.rows()]


def test_changed_words_are_marked(shipped: ComparisonTable) -> None:
    """商店 is a deletion and コンビニ an insertion, each of its kind."""
    html = write([shipped]).decode("utf-8")
    deleted = re.search(r'<del class="(\w+)"><span class="said">［削除］</span>商店<', html)
    inserted = re.search(r'<ins class="(\w+)"><span class="said">［追加］</span>コンビニ<', html)
    assert deleted
    assert inserted
    assert {deleted[1], inserted[1]} == {"substance"}


def test_each_edit_is_listed_with_its_kind_and_reason(shipped: ComparisonTable) -> None:
    """Beside an initiative, in words: what each edit is and why it is that."""
    lists = Page(write([changed_only(shipped)])).texts["edits"]
    changed = [row for row in shipped.rows() if row.kind is not RowKind.UNCHANGED]
    assert len(lists) == len(changed) == 15
    for listed, row in zip(lists, changed, strict=True):
        edits = [segment for segment in row.segments if segment.kind is not EditKind.EQUAL]
        assert listed.split()[1] == str(len(edits))
        for edit in edits:
            assert edit.reason
            assert Phrasebook().reason(edit) in listed
        if row.ref == "4-5":
            assert "内容 商店 → コンビニ （語句の変更）" in " ".join(listed.split())


def test_data_never_becomes_markup(shipped: ComparisonTable, hostile: ComparisonTable) -> None:
    """A hostile plan adds no element, attribute or script of its own."""
    page, tame = Page(write([hostile])), Page(write([shipped, city("R6", "R7")]))
    assert page.count("script") == page.count("style") == 1
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in tame.elements}
    names = {name for _tag, attributes in page.elements for name in attributes}
    assert names <= {name for _tag, attributes in tame.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src"}}
    links = [attributes.get("href") for tag, attributes in page.elements if tag == "a"]
    assert links
    assert all(link and link.startswith("#") for link in links)


def test_the_policy_lets_nothing_in_but_our_own(shipped: ComparisonTable) -> None:
    """The file forbids all sources but the one style and the one script, by their hashes."""
    page = Page(write([shipped]))
    (policy,) = (
        attributes["content"]
        for tag, attributes in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    hashes = {
        name: base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        for name, source in page.sources.items()
    }
    assert policy == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'"
    )


def test_the_page_says_how_much_changed(shipped: ComparisonTable) -> None:
    """The headline, the chart's words and the numbers of each section are there."""
    page = Page(write([shipped]))
    assert page.texts["headline"] == ["37件中15件に変更"]
    ratios = [(group.counts.changed, group.counts.total) for group in shipped.groups]
    assert [tuple(map(int, text.strip().split("/"))) for text in page.texts["ratio"]] == ratios


def test_tallies_tell_of_what_is_left_out_too(shipped: ComparisonTable) -> None:
    """They count every initiative asked for; what the page does not show has no link."""
    some = select(shipped, Selection(kinds=(RowKind.WORDING,)))
    page = Page(write([some]))
    assert page.texts["name"] == ["地域防犯啓発パトロールの実施"]
    (tallies,) = page.texts["tallies"]
    assert "5/7" in tallies
    assert "1-1 犯罪情報等の提供 年6回 → （記載なし）" in " ".join(page.texts["figures"][0].split())
    assert sum(a.get("href") == "#1-1" for tag, a in page.elements if tag == "a") == 0


def test_links_lead_somewhere_and_names_are_unique(
    shipped: ComparisonTable, renewed: ComparisonTable, hostile: ComparisonTable
) -> None:
    """Also for several plans, and where an initiative stands in several groups."""
    by_policy = group_rows(shipped, GroupBy.POLICY)
    for tables in ([shipped], [by_policy], [hostile], [renewed, shipped, shipped]):
        page = Page(write(tables))
        names = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
        assert len(set(names)) == len(names)
        links = {unquote(a["href"] or "") for tag, a in page.elements if tag == "a"}
        assert len(links) > len(tables[0].groups)
        assert links <= {f"#{name}" for name in names}
    assert "4-5" in [a.get("id") for _tag, a in Page(write([shipped])).elements]


def test_one_year_has_one_text_and_no_kinds(shipped: ComparisonTable) -> None:
    """A year alone is shown as published, with nothing about change."""
    page = Page(write([single_year(load_plan(), "R5")]))
    assert page.texts["text"] == [row.old for row in shipped.rows()]
    assert page.count("del") == page.count("ins") == page.count("svg") == 0
    assert "headline" not in page.texts


def test_a_changed_field_stands_in_its_row(shipped: ComparisonTable) -> None:
    """Each edition's value in its column, with difference and ratio; the rest folded away."""
    page = Page(write([with_fields()]))
    fields = page.texts["fields"]
    words = " ".join(fields[0].split())
    assert "当初予算額（千円） 38,700 36,900 △1,800 (△4.7%)" in words
    assert "目標値 85％以上 90％以上" in words
    assert page.texts["short"][0].split() == ["対象者", "市内の小学生"]
    assert "fields" not in Page(write([shipped])).texts


def test_the_first_card_has_the_largest_changes(renewed: ComparisonTable) -> None:
    """Of money each column's largest first, then figures of texts; what is new comes next."""
    (card,) = Page(write([with_fields()])).texts["figures"][:1]
    assert re.findall(r"\d-\d", card) == ["2-1", "1-1", "1-2", "1-1", "1-1"]
    assert "目標値 1-1 児童クラブの運営 85％以上 → 90％以上" in " ".join(card.split())
    assert "― → 500 増減 500 (皆増)" in " ".join(card.split())
    assert "120,000 → 135,500 増減 15,500 (12.9%)" in " ".join(card.split())
    cards = Page(write([renewed])).texts["card"]
    assert "変わった数値" in cards[0]
    assert "新規・廃止" in cards[1]


def card_of(page: Page, title: str) -> str:
    """The one card of that title."""
    (card,) = (one for one in page.texts["card"] if one.strip().startswith(title))
    return card


def test_a_printed_dash_that_changed_is_marked() -> None:
    """On its card and in its row: what an office prints was replaced."""
    page = write([city("R6", "R7")]).decode()
    assert len(re.findall(r'<span class="old-value"[^>]*>―</span>', page)) == 2


def test_figures_stand_under_their_columns_in_the_order_of_the_documents() -> None:
    """As the card's heading says: all of one column before those of the next."""
    card = " ".join(card_of(Page(write([city("R6", "R7")])), "変わった数値").split())
    assert "金額は増減の大きい順、ほかは資料の順 新規・廃止を除く 当初予算額（千円） 3-4" in card
    money, targets = card.split("目標値")
    assert re.findall(r"\d-\d ", money) == ["3-4 ", "1-3 ", "3-1 ", "1-2 ", "2-2 ", "3-5 "]
    assert targets.index("150人") < targets.index("85％")


def test_a_change_is_on_one_card_only() -> None:
    """A dropped initiative's amount is with it, and a figure of a text with the figures."""
    figures, came, *_others = Page(write([city("R6", "R7")])).texts["card"]
    assert "2-5" not in figures
    assert "2-5" in came
    assert "1-4" not in figures
    assert "午後6時" in figures
    assert "1-3" not in card_of(Page(write([city("R6", "R7")])), "変わった語句")


def test_what_changes_the_work_comes_before_small_words(shipped: ComparisonTable) -> None:
    """The only card has all rows: a longer list of what is paid for stands before 等 and 新."""
    card = card_of(Page(write([shipped])), "変わった語句")
    refs = re.findall(r"\d-\d+ ", card)
    assert refs[:2] == ["1-1 ", "1-6 "]
    assert refs[-2:] == ["4-2 ", "4-14 "]
    assert len(refs) == 14


def test_a_new_name_and_another_department_have_a_card() -> None:
    """With what they were and are."""
    card = " ".join(card_of(Page(write([city("R6", "R7")])), "改称・所管替え").split())
    assert "2-2 産後ケア・訪問支援事業 改称 旧：産後ケア事業" in card
    assert "所管替え 福祉部こども家庭課 → こども未来部子育て支援課" in card


def test_every_changed_initiative_is_on_a_card(
    shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """Those that no other card has stand on the last one, with their kind."""
    for table in (city("R6", "R7"), shipped, renewed, with_fields()):
        cards = " ".join(Page(write([table])).texts["card"])
        changed = [row for row in table.rows() if row.kind not in (None, RowKind.UNCHANGED)]
        assert [row.ref for row in changed if f"{row.ref} {row.name}" not in cards] == []
    card = " ".join(card_of(Page(write([city("R6", "R7")])), "ほかに変わったもの").split())
    assert card.endswith("2-1 子ども医療費助成事業 表記 3-2 防犯灯整備事業 表記")


def test_what_matters_most_in_the_texts_has_a_card(shipped: ComparisonTable) -> None:
    """By weight, with the edit and why it is one of fact: who was taken out comes first."""
    card = card_of(Page(write([shipped])), "変わった語句")
    assert re.findall(r"\d-\d+", card)[0] == "1-1"
    assert "青少年課、警察等関係機関から…" in card
    assert card.count("語句の削除") >= 2


def told_of(page: Page) -> str:
    """What the page says is to be checked."""
    return " ".join(page.texts["left-out"][0].split())


def test_what_is_to_be_checked_stands_at_the_end(shipped: ComparisonTable) -> None:
    """Each with why, or with its place in the document; a mere note is not told.

    At the top a link leads there.
    """
    span = Span(page=14, line=3)
    reports = (
        Diagnostic(Level.LOSS, "row-unsplit", span, {"text": "合計 12"}),
        Diagnostic(Level.NOTE, "struck-out", span),
    )
    written = write([with_fields()._replace(reports=reports)], "en").decode()
    (told,) = Page(written.encode()).texts["left-out"]
    assert "成果 (given only in the new document, perhaps the same as “実績”)" in told
    assert "page 14, line 3" in told
    assert "合計 12" in told
    assert "struck out" not in told
    assert written.index('class="left-out"') > written.rindex('class="row')
    assert (
        "1-1 Clubs　to be checked (the same as old 1-7?)"
        in Page(write([latin_table()], "en")).texts["left-out"][0]
    )
    page = Page(write([city("R6", "R7")]))
    assert "23,870は、計算した23,770と異なる" in page.texts["left-out"][0]
    assert "1-4 若者の居場所づくり事業：令和７年度の当初予算額は「皆増」とだけある" in told_of(page)
    assert page.texts["total-note"] == page.texts["sum-note"][-1:]
    assert "（皆増）を含まない" in page.texts["sum-note"][-1]
    assert page.texts["to-check"] == [
        "資料についての注記（2件）　資料の合計の検算 1金額の記載がないもの 1"
    ]
    assert "left-out" not in Page(write([shipped])).texts


def test_a_plan_without_policy_numbers_has_nothing_of_them() -> None:
    """No column, filter or list of what the plan does not have; nor of departments."""
    written = write([with_fields()]).decode("utf-8")
    body = written.partition("</style>")[2].partition("<script>")[0]
    assert "施策番号" not in body
    assert "担当課" not in body


JAPANESE = re.compile(r"[\u3001-\u9fff\uff00-\uffef]")


def test_in_english_only_the_texts_are_japanese(shipped: ComparisonTable) -> None:
    """A page whose every text is Latin has no Japanese letter but in its own script."""
    parts = re.split(
        r"<style>.*?</style>|<script>.*?</script>",
        write([latin_table()], "en").decode(),
        flags=re.S,
    )
    words = "".join(parts)
    words = re.sub(r"data-words='[^']*'", "", words)
    assert JAPANESE.findall(words) == []
    assert '<html lang="en">' in words
    text = write([shipped], "en").decode()
    assert '<h1 lang="ja">' in text
    assert "15 of 37 initiatives changed" in text
    assert "words changed" in text


def test_units_of_money_are_said_in_english_too() -> None:
    """千円 is the document's, and who does not read it must not take 220,270 for yen."""
    page, own = (write([with_fields()], language).decode() for language in ("en", "ja"))
    assert "(千円, thousand yen)" in page
    assert "thousand yen" not in own


def test_every_label_has_an_english_word() -> None:
    """The words that page and screen take from the labels are all in the English list."""
    every = [*labels.KIND.values(), *labels.REASON.values(), *labels.PROPERTY.values()]
    every += [*labels.MARK.values(), *labels.NOT_COMPARED.values(), *labels.GROUPED_BY.values()]
    assert [label for label in every if label not in english()] == []
    folder = Path(labels.__file__).parent
    sources = [*folder.glob("page/*.html"), *folder.glob("terminal/*.py"), folder / "phrasebook.py"]
    for source in sources:
        for label in re.findall(
            r'(?:say|self)\("([^"{]*[^\x00-\x7f][^"]*)"', source.read_text("utf-8")
        ):
            assert label in english(), source.name


def test_filters_compare_keys() -> None:
    """A department of two lines, or of another width, is one choice and finds its initiatives."""
    rows = list(with_fields().rows())
    names = ["市民部\n市民課（防犯担当）", "市民部市民課(防犯担当)", "ｴ課"]
    rows = [row._replace(department=name) for row, name in zip(rows, names, strict=True)]
    table = with_fields()._replace(groups=grouped(rows, GroupBy.SECTION))
    page = Page(write([table]))
    (options,) = re.findall(
        r'<select name="department">(.*?)</select>', write([table]).decode(), re.S
    )
    keys = re.findall(r'value="([^"]+)"', options)
    facts = [json.loads(a["data-facts"] or "") for _tag, a in page.elements if "data-facts" in a]
    assert [[keys.index(one) for one in row["departments"]] for row in facts] == [[0], [0], [1]]


def test_more_rows_than_a_page_can_hold_are_data(shipped: ComparisonTable) -> None:
    """Each row's markup is in the page once, the same as it would be written, and a notice."""
    written, stored = write([shipped]).decode(), write([shipped], most_written=36).decode()
    data = json.loads(re.findall(r'id="rows">(.*?)</script>', stored, re.S)[0])
    assert len(data) == 37
    assert "37件" in Page(stored.encode()).texts["notice"][0]
    plain = re.sub(r" data-facts='[^']*'", "", written)
    assert all(row["html"].strip() in plain for row in data)
    assert "notice" not in Page(written.encode()).texts


def test_stored_rows_cannot_end_their_script(hostile: ComparisonTable) -> None:
    """Whatever the texts hold, the data stays data."""
    tame, stored = Page(write([hostile])), Page(write([hostile], most_written=0))
    assert stored.count("script") == 2
    assert {tag for tag, _ in stored.elements} <= {tag for tag, _ in tame.elements} | {"noscript"}


def test_adjoining_deletions_are_announced_once() -> None:
    """Two edits side by side, of different kinds, are one to those who hear the page."""
    edits = (
        Segment("甲", "", EditKind.SUBSTANCE),
        Segment("乙", "丙", EditKind.NOTATION),
        Segment("。", "。", EditKind.EQUAL),
    )
    row = next(with_fields().rows())._replace(old="甲乙。", new="丙。", segments=edits, fields=())
    table = with_fields()._replace(groups=grouped([row], GroupBy.SECTION))
    (text,) = re.findall(
        r'<td role="cell" class="old">.*?<div class="text">(.*?)</div>',
        write([table]).decode(),
        re.S,
    )
    assert text.count("［削除］") == text.count("［ここまで］") == 1
    assert text.index("［削除］") < text.index("甲") < text.index("乙") < text.index("［ここまで］")


def test_the_page_is_repeatable(shipped: ComparisonTable) -> None:
    """The same table gives the same bytes."""
    assert write([shipped]) == write([shipped])


@pytest.mark.parametrize(
    "character",
    ["\ud800", "\x1b", "\u202e", "\u200f"],
    ids=["half a character", "escape", "change of direction", "mark of direction"],
)
def test_what_steers_or_hides_text_is_shown(shipped: ComparisonTable, character: str) -> None:
    """Half a character, an escape, a change of direction, a mark of one: each becomes a mark."""
    html = write([shipped._replace(title=f"題{character}")])
    assert html.startswith(b"<!DOCTYPE html>")
    assert f"題{escape(writable(character))}" in html.decode("utf-8")
    assert character.encode("utf-8", "surrogatepass") not in html


def test_the_legend_explains_the_kind_of_an_amount_too() -> None:
    """A row is of notation where an amount is written otherwise, and the legend says so."""
    labels_plan = Path(__file__).parent.parent / "cases" / "labels" / "plan.yaml"
    page = write([compare(load_plan(labels_plan))], "en").decode("utf-8")
    assert "spelling</span>" in page


def test_a_plan_without_texts_shows_what_did_not_change() -> None:
    """Where amounts are all there is, an unchanged row shows its own, folded away nowhere."""
    field = amount("予算額", "500", "500")
    row = next(with_fields().rows())
    row = row._replace(
        old=None, new=None, segments=(), fields=(field,), kind=RowKind.UNCHANGED, changes=()
    )
    table = with_fields()._replace(groups=grouped([row], GroupBy.SECTION))
    page = Page(write([table]))
    assert "500" in " ".join(page.texts["values"])
    assert "others" not in page.texts


def test_what_an_initiative_without_a_text_is_about_stands_in_its_row() -> None:
    """A column of explanations is folded away in none of its rows; short fields are."""
    row = next(with_fields().rows())
    rows = [
        row._replace(
            old="",
            new="",
            fields=(
                FieldComparison("主な内容", ColumnType.TEXT, text, text, RowKind.UNCHANGED),
                FieldComparison("会計", ColumnType.TEXT, "一般", "一般", RowKind.UNCHANGED),
            ),
        )
        for text in ("街灯を新しいものに取り替え、夜の道を明るくする。", "見回り")
    ]
    table = with_fields()._replace(groups=grouped(rows, GroupBy.SECTION))
    page = Page(write([table]))
    assert sum("主な内容" in one for one in page.texts["fields"]) == 2
    assert ["会計" in one and "主な内容" not in one for one in page.texts["others"]] == [True] * 2


CITY = Path(__file__).parent.parent / "cases" / "city"


def city(*years: str) -> ComparisonTable:
    """The fictional city's plan, one document after the other."""
    return compare([load_plan(CITY / f"{year}.yaml") for year in years], years[0], years[-1])


def test_sums_stand_under_their_rows_with_what_is_to_be_known_of_them() -> None:
    """Of each section and of all: what they leave out; other printed sums are listed at the end."""
    sums = [" ".join(one.split()) for one in Page(write([city("R6", "R7")])).texts["sum"]]
    assert len(sums) == 4
    assert sums[0].startswith(
        "計（変更のない1件を含む） 当初予算額（千円）54,70053,500△1,200 (△2.2%)"
    )
    assert sums[0].endswith(
        "令和７年度の当初予算額は、資料に数値のない1-4 若者の居場所づくり事業（皆増）を含まない"
    )
    assert "異なる" not in sums[2]
    assert sums[3].startswith(
        "合計（変更のない1件を含む） 当初予算額（千円）220,270210,620△9,650 (△4.4%)"
    )


def test_what_the_document_gives_once_stands_with_the_department() -> None:
    """It is neither old nor new, and no field that is known to be the same."""
    page = Page(write([compare(load_plan(CITY.parent / "labels" / "plan.yaml"))]))
    assert page.texts["once"] == [
        *("商店街振興組合", "空き店舗で開業する者", "商店街振興組合等", "商店街振興組合"),
    ]
    assert "対象者は、資料に新旧の別がない。" in page.texts["footnote"]
    assert "対象者" not in "".join(page.texts["others"])


def test_no_line_parts_what_belongs_together(shipped: ComparisonTable) -> None:
    """A figure stays with what it counts, a range is one, and no line is 「る。」 alone."""
    written = write([shipped]).decode()
    for text in ("約350団体", "令和６年度", "ア～カ", "掲示する。"):
        assert f'<span class="one">{text}</span>' in written


def test_a_sum_that_the_document_prints_otherwise_has_its_sign() -> None:
    """Where it stands, as does its difference, which is that of the computed sum said below."""
    page = Page(write([city("R6", "R7")]))
    assert [text for text in page.texts["was"] if "＊" in text] == ["＊23,870"]
    assert [text for text in page.texts["by"] if "＊" in text] == ["＊△6,450 (△27.1%)"]
    assert (
        "＊令和６年度の資料に印刷された計は23,870、計算した計は23,770で、増減は計算した計による"
        in page.texts["sum-note"]
    )


def test_the_documents_own_notes_stand_below_the_table() -> None:
    """Amounts are read by them; what one document alone notes is known as its own."""
    table = city("R6", "R7")
    assert "※ 当初予算額は、人件費を除く。" in Page(write([table])).texts["footnote"]
    table = table._replace(notes=(DocumentNote("※ 見込み", "old"),))
    assert Page(write([table])).texts["footnote"] == ["※ 見込み（令和６年度）"]


def test_a_changed_word_is_listed_with_the_field_that_it_is_in(shipped: ComparisonTable) -> None:
    """Of an initiative two, and how many other edits it has: ten of twelve in all."""
    card = card_of(Page(write([city("R6", "R7")])), "変わった語句")
    words = " ".join(card.split())
    assert "3-3 交通安全教室 対象者 …小学生及び保護者 語句の追加" in words
    assert "ほか10か所" in card_of(Page(write([shipped])), "変わった語句")


def test_a_difference_that_the_document_prints_is_not_shown_beside_our_own() -> None:
    """It says the same twice, and of what is new it would be a change."""
    table = with_fields()
    assert "一般財源" in "".join(Page(write([table])).texts["fields"])
    printed = table._replace(not_compared=(NotCompared("一般財源", "printed-difference"),))
    assert "一般財源" not in "".join(Page(write([printed])).texts["fields"])


def test_money_that_came_or_went_stands_beside_its_initiative() -> None:
    """All of an amount is the change, of targets too, and the card of figures leaves it out."""
    page = Page(write([city("R6", "R7")]))
    figures, card = (" ".join(one.split()) for one in page.texts["card"][:2])
    dropped = "当初予算額（千円） △2,600 (皆減) 目標値（指標：支給世帯数） △380世帯 (皆減)"
    assert f"2-5 紙おむつ支給事業 {dropped}" in card
    assert "皆増 （金額の記載なし） 目標値（指標：登録者数） 100人 (皆増)" in card
    assert "2-5" not in figures
    assert "、ほかは資料の順 新規・廃止を除く 当初予算額" in figures


def test_a_supplement_drops_no_amounts() -> None:
    """What it lacks is no change: the card of what one side has gives its amounts as they are."""
    table = city("R6", "R7")._replace(title="繰越明許費繰越計算書")
    page = Page(write([table]))
    figures, card = (" ".join(one.split()) for one in page.texts["card"][:2])
    assert "2-5 紙おむつ支給事業 当初予算額（千円） 2,600" in card
    assert "皆減" not in card
    assert "を除く" not in figures


def test_new_initiatives_stand_by_how_much_money_they_have() -> None:
    """A source of the money, or a part of it, is never shown for the whole; a cut is no rise."""
    row = next(row for row in city("R6", "R7").rows() if row.kind is RowKind.ADDED)

    def new(name: str, whole: str, source: str) -> Row:
        money = amount("事業費", None, whole), amount("財源内訳 › 地方債", None, source)
        return row._replace(name=name, fields=money)

    rows = [new("甲", "500", "9000"), new("乙", "13038", "13500"), new("丙", "-653", "7274")]
    table = with_fields()._replace(groups=grouped(rows, GroupBy.SECTION), selected=())
    card = " ".join(card_of(Page(write([table])), "新規").split())
    assert card.startswith("新規 3件 金額の大きい順")
    found = re.findall(r"([甲乙丙]) 事業費（千円） (\S+)", card)
    assert found == [("乙", "13,038"), ("丙", "△653"), ("甲", "500")]


def test_amounts_under_a_sum_are_all_there() -> None:
    """One that did not change stands in its column too, unmarked, so that the column adds up."""
    fields = [" ".join(one.split()) for one in Page(write([city("R6", "R7")])).texts["fields"]]
    assert "当初予算額（千円） 12,400 12,400" in fields
    assert any("当初予算額（千円） 9,300 9,300 目標値" in one for one in fields)


def test_what_one_edition_alone_gives_is_no_deletion() -> None:
    """It stands with the edition's name, and with no dash on the other side."""
    field = FieldComparison("適用", ColumnType.TEXT, "※", None, None)
    row = next(iter(city("R6", "R7").rows()))._replace(fields=(field,))
    table = with_fields()._replace(groups=grouped([row], GroupBy.SECTION))
    fields = Page(write([table])).texts["short"][0]
    assert fields.split() == ["適用", "※", "（令和５年度のみ）"]


def test_numbers_are_those_that_the_document_prints() -> None:
    """Where the only section is the plan itself, no number of a chapter is made up."""
    (row,) = [row for row in city("R6", "R7").rows() if row.ref == "2-4"]
    row = row._replace(section=row.section._replace(title="施策"))
    table = with_fields()._replace(title="施策", groups=grouped([row], GroupBy.SECTION))
    page = Page(write([table]))
    assert page.texts["ref"] == ["4"]
    assert "2-4" not in page.texts["card"][0]


def test_the_english_page_says_what_signs_of_amounts_mean() -> None:
    """Whoever reads no Japanese learns what ― stands for, and in what 千円 counts."""
    page = write([city("R6", "R7")], "en").decode("utf-8")
    legend = page.partition('class="meanings"')[2].partition("</details>")[0]
    for meaning in (
        "―: none given, or not in that edition",
        "new amount: no value in FY2024 (R6)",
        "amount dropped: no value in FY2025 (R7)",
        "same value: written otherwise, no more",
        "new: in FY2025 (R7) and not in FY2024 (R6)",
        "sums are not marked",
    ):
        assert f"<span>{meaning}</span>" in legend
    assert "(千円, thousand yen)" in page


@pytest.mark.parametrize(
    ("ref", "parts"),
    [
        pytest.param("2-4", "目標値", id="a target is no money"),
        pytest.param("1-3", "事業内容、当初予算額", id="the text beside an amount"),
        pytest.param("3-1", "当初予算額、事業内容（表現）", id="a text that was only reworded"),
        pytest.param("3-3", "対象者、目標値（表記）", id="a field that is only written otherwise"),
        pytest.param("3-2", "事業内容", id="of a row only written otherwise, what is"),
    ],
)
def test_beside_a_kind_stands_what_changed(ref: str, parts: str) -> None:
    """The text and the fields that a row has its kind from, then the others with theirs."""
    page = write([city("R6", "R7")]).decode("utf-8")
    marks = dict(re.findall(r'abbr="(\S+) .*?<small>([^<]*)</small>', page, re.DOTALL))
    assert marks[ref] == parts


def test_figures_stand_under_the_unit_of_their_column() -> None:
    """118,000 of a column in 千円 that became 1.2億円 is not put under 億円."""
    page = write([city("R5", "R7")]).decode("utf-8")
    assert "118,000" in page
    assert "当初予算額（億円）" not in page


def test_a_section_named_as_the_plan_is_not_shown_twice(shipped: ComparisonTable) -> None:
    """Its heading is there for those who hear the page, as other sections' are for all."""
    row = next(shipped.rows())
    row = row._replace(section=row.section._replace(title=shipped.title))
    only = shipped._replace(groups=grouped([row], GroupBy.SECTION))
    assert '<h2 class="said">' in write([only]).decode("utf-8")
    assert '<h2 class="said">' not in write([shipped]).decode("utf-8")


def test_the_page_says_how_many_initiatives_it_leaves_out(shipped: ComparisonTable) -> None:
    """Of 37 initiatives 22 did not change; a page without them says so, one with all does not."""
    assert Page(write([changed_only(shipped)])).texts["omitted"] == ["変更のない22件は省略"]
    english_page = Page(write([changed_only(shipped)], "en"))
    assert english_page.texts["omitted"] == ["22 unchanged initiatives left out"]
    assert "omitted" not in Page(write([shipped])).texts


def test_a_plan_that_numbers_nothing_has_no_numbers() -> None:
    """Numbers that only count the rows stand nowhere but in links."""
    page = Page(write([with_fields()._replace(is_numbered=False)]))
    assert "ref" not in page.texts
    assert "番号・事業名" not in page.texts["about"][0]
    assert not re.search(r"\d-\d", " ".join(page.texts["card"]))
    assert "ref" in Page(write([with_fields()])).texts


def test_names_of_what_came_went_or_was_renamed_are_marked() -> None:
    """New names and departments are underlined, dropped ones struck out, as the legend says."""
    page = Page(write([city("R6", "R7")]))
    assert page.texts["came"] == ["若者の居場所づくり事業", "こども未来部若者政策課"]
    assert page.texts["went"] == ["紙おむつ支給事業", "福祉部こども家庭課"]
    assert page.texts["is-changed"] == ["産後ケア・訪問支援事業", "こども未来部子育て支援課"]
    (meanings,) = page.texts["meanings"]
    came = "新規は令和６年度になく令和７年度にあるもの"
    for meaning in (came, "名称などの取消線は廃止", "改称は名称の変更", "△は減少"):
        assert meaning in meanings


def test_names_break_between_words_alone() -> None:
    """No line ends within a word, before a suffix or between a number and what it counts."""
    page = write([city("R6", "R7")]).decode("utf-8")
    for name in ("こども|未来部|子育て|支援課", "児童館|運営|事業"):
        assert name.replace("|", "<wbr>") in page


def test_work_grows_with_the_sections() -> None:
    """The second 120 sections of a page take at most 15 % more calls than twice 60."""
    calls: Counter[int] = Counter()
    old, new = Edition(2023), Edition(2024)
    row = Initiative(1, "防犯灯", {old: "古い", new: "新しい"}, "市民課")

    def counted(*_call: object) -> None:
        calls[number] += 1

    for number in (60, 120, 240):
        sections = tuple(Section(n, f"第{n}章", (row,)) for n in range(number))
        table = compare(Plan("計画", {old: "", new: ""}, sections), old, new)
        write([table])
        sys.setprofile(counted)
        try:
            write([table])
        finally:
            sys.setprofile(None)
    assert calls[240] - calls[120] <= 1.15 * 2 * (calls[120] - calls[60])


def test_every_property_has_a_name_and_a_mark() -> None:
    """Whatever of an initiative changed has a word on screen and page, and a mark of its row."""
    for what in Property:
        (mark,) = marks_of([PropertyChange(what, "旧", "新")], ())
        assert labels.PROPERTY[what] in english()
        assert labels.MARK[mark] in english()
    assert set(CHANGED_PROPERTIES) == set(DESCRIBING)


def test_every_mark_has_a_word_and_a_meaning() -> None:
    """A mark is said under 備考 and explained in both languages; an amount has columns for it."""
    assert set(Mark) - set(REMARKS) == {Mark.AMOUNT}
    for mark in set(Mark) & set(REMARKS):
        word, meaning = REMARKS[mark]
        assert word == labels.MARK[mark]
        assert meaning in english()
    for one in Beside:
        assert {*REMARKS[one]} - {""} <= set(english())


def test_a_difference_has_its_name_where_no_heading_is_above_it() -> None:
    """On a telephone 600 would stand beside the two amounts without a word."""
    page = write([budgeted(CAMERA)]).decode()
    assert '<dd class="by" data-label="増減">250' in page


def test_a_sum_that_is_printed_otherwise_has_its_sign_wherever_it_stands() -> None:
    """On the card of the counts as below its rows."""
    page = write([city("R6", "R7")]).decode("utf-8")
    assert len(re.findall(r"＊23,870", page)) == 2
    whole = city("R6", "R7")
    wrong = whole._replace(misprinted=[one._replace(section="") for one in whole.misprinted])
    summary = write([wrong]).decode("utf-8").partition('class="whole-total"')[2]
    assert "＊23,870 →" in summary.partition("</p>")[0]


def test_counts_by_department_say_whose_departments_they_are_by() -> None:
    """The sums of a department that took an initiative over hold its old amount too."""
    page = write([city("R6", "R7")]).decode("utf-8")
    note = (
        "担当課ごとの集計は、令和７年度の担当課による（令和７年度にないものは、あったときの担当課）"
    )
    assert page.count(note) == 1
    assert re.search(r"若者政策課</th>.*?<td class=\"amounts\">― → 皆増</td>", page, re.DOTALL)
    assert note not in write([budgeted()]).decode("utf-8")


def test_the_example_of_a_search_finds_something() -> None:
    """It is the shortest name on the page; names are data, and never markup."""
    assert 'placeholder="例：病児保育事業"' in write([city("R6", "R7")]).decode("utf-8")
    named = budgeted(CAMERA._replace(name='"><b>'))
    assert 'placeholder="例：&#34;&gt;&lt;b&gt;"' in write([named]).decode("utf-8")


def test_a_mark_names_the_amounts_that_changed() -> None:
    """By their headings, three at most, and how many there are of more."""
    two = (budget("1,000", "1,250"), amount("目標値", "30", "15", "台"))
    four = (*two, *(amount(f"{year}実績", "20", "10", "台") for year in ("前年度", "今年度")))
    for fields, said in (
        (two, "当初予算額、目標値"),
        (four, "当初予算額、目標値、前年度実績など4件"),
    ):
        page = write([budgeted(CAMERA._replace(fields=fields))]).decode()
        assert f"<small>{said}</small>" in page
