"""The web page in a real browser: what a reader sees, hears, presses and prints."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from tables import amount, with_fields

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import changed_only, group_rows, grouped
from bouhan_diff.comparison.table import ComparisonTable, DocumentNote, GroupBy, RowKind, count
from bouhan_diff.render.page.html import MOST_WRITTEN, write
from bouhan_diff.storage import load_plan
from bouhan_diff.text.normalize import mend
from bouhan_diff.textdiff import EditKind

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
Page, expect = playwright.Page, playwright.expect
Open = Callable[..., Any]

ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOWN = ".row:visible"


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:  # noqa: ANN401  Playwright's own
    """Open the page of some tables; at the end nothing was complained of or asked for."""
    contexts = []
    complaints: list[str] = []

    def run(
        tables: Sequence[ComparisonTable],
        link: str = "",
        width: int = 1280,
        most_written: int = MOST_WRITTEN,
        language: str = "ja",
        **how: object,
    ) -> Any:  # noqa: ANN401
        path = tmp_path / f"{len(contexts)}.html"
        path.write_bytes(write(tables, language, most_written))
        context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda request: _is_own(request.url, path) or complaints.append(request))
        page.goto(path.as_uri() + link)
        return page

    yield run
    for context in contexts:
        context.close()
    assert complaints == []


def _is_own(url: str, path: Path) -> bool:
    return url.partition("#")[0] == path.as_uri()


def refs(page: Page) -> list[str]:
    """The references of the rows that are seen."""
    return page.locator(SHOWN).evaluate_all("rows => rows.map(row => row.id)")


def seen(page: Page, selector: str) -> list[str]:
    """The texts of what is seen, without the words for those who hear the page."""
    return page.locator(f"{selector}:visible").evaluate_all(
        """elements => elements.map(element => {
            const copy = element.cloneNode(true);
            copy.querySelectorAll(".said").forEach(said => said.remove());
            return copy.textContent;
        })"""
    )


# ------------------------------------------------------------------ accessible


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(
    opened: Open,
    shipped: ComparisonTable,
    renewed: ComparisonTable,
    width: int,
    scheme: str,
) -> None:
    """axe-core finds nothing against WCAG 2.2 AA, whatever is open and however it is shown."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    for tables in (
        [renewed, with_fields()],
        [changed_only(shipped), renewed],
        [single_year(load_plan(), "R6")],
    ):
        page = opened(tables, width=width, color_scheme=scheme)
        page.evaluate(axe)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert violations(page) == []
        for view in ("merged", "new") if page.locator("[name=view]").count() else ():
            page.locator(f"[name=view][value={view}]").check()
            page.wait_for_selector(f"html[data-view={view}]")
            assert violations(page) == []


def violations(page: Page) -> list[str]:
    """What axe-core has against the page, each with where it stands."""
    found = page.evaluate(
        "tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })", ACCESSIBLE
    )
    return [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def test_edits_are_told_to_those_who_hear_the_page(opened: Open, shipped: ComparisonTable) -> None:
    """A screen reader is given 「削除」 and 「追加」 with the words."""
    heard = opened([shipped]).locator("[id='4-5']").aria_snapshot().replace(" ", "")
    assert "［削除］商店［ここまで］" in heard
    assert "［追加］コンビニ［ここまで］" in heard


def test_the_keyboard_reaches_everything(opened: Open, shipped: ComparisonTable) -> None:
    """The first stop leads past the tools; each stop shows where it is."""
    page = opened([shipped])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ移動"
    names = []
    for _stop in range(18):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => {
                const here = document.activeElement;
                const drawn = here.nextElementSibling?.matches("input + span")
                    ? here.nextElementSibling : here;
                return [here.name || here.tagName, getComputedStyle(drawn).outlineStyle];
            }"""
        )
        names.append(name)
        assert outline != "none", name
    assert {"words", "section", "department", "policy", "kind", "view", "A"} <= set(names)


@pytest.mark.parametrize("width", [320, 360, 800, 1280, 2560])
def test_nothing_is_wider_than_the_window(
    opened: Open, shipped: ComparisonTable, hostile: ComparisonTable, width: int
) -> None:
    """No page scrolls sideways, from a telephone to a large screen."""
    for tables in ([shipped], [hostile]):
        page = opened(tables, width=width)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# ------------------------------------------------------------ filters and search


def test_filters_leave_what_was_chosen(opened: Open, shipped: ComparisonTable) -> None:
    """Section, department, policy number and kind narrow together, and can all be undone."""
    page = opened([shipped])
    assert len(refs(page)) == 37
    page.get_by_label("担当課").select_option("健康こども部青少年課")
    expect(page.locator("#outcome")).to_have_text("8件が該当")
    assert {row.ref for row in shipped.rows() if row.department == "健康こども部青少年課"} == set(
        refs(page)
    )
    page.get_by_role("combobox", name="章", exact=True).select_option(index=4)
    page.get_by_role("checkbox", name="変更なし").check()
    expect(page).to_have_url(re.compile("unchanged"))
    assert refs(page) == [
        row.ref
        for row in shipped.rows()
        if (row.department, row.section.number) == ("健康こども部青少年課", 4)
        and row.kind is RowKind.UNCHANGED
    ]
    page.get_by_role("button", name="条件をすべて外す").click()
    expect(page.locator("#outcome")).to_have_text("37件を表示")
    page.get_by_label("施策番号").select_option("エ②")
    expect(page).to_have_url(re.compile("policy"))
    assert set(refs(page)) == {row.ref for row in shipped.rows() if "エ②" in row.policies}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ｺﾝﾋﾞﾆ", ["4-5"]),
        ("コンビニ", ["4-5"]),
        ("商店 ステッカー", ["4-5"]),
        ("ｌｉｎｅ", ["1-1"]),
        ("ＤＶＤ", ["1-2"]),
        ("存在しないことば", []),
    ],
)
def test_search_folds_width(
    opened: Open, shipped: ComparisonTable, words: str, found: list[str]
) -> None:
    """Whichever width was typed, initiatives with all the words are found, and marked there."""
    page = opened([changed_only(shipped)])
    page.get_by_label("ことばで探す").fill(words)
    expect(page).to_have_url(re.compile("words"))
    assert refs(page) == found
    assert page.locator("#nothing").is_visible() == (not found)
    marked = page.evaluate("[...CSS.highlights.get('found')].map(range => range.toString())")
    assert bool(marked) == bool(found)


def test_an_initiative_in_several_groups_counts_once(
    opened: Open, shipped: ComparisonTable
) -> None:
    """Grouped by policy number, rows stand under each number and count once."""
    page = opened([group_rows(shipped, GroupBy.POLICY)])
    assert page.locator("#outcome").inner_text() == "37件を表示"
    assert page.locator(SHOWN).count() > 37


def test_a_link_shows_its_initiative(opened: Open, shipped: ComparisonTable) -> None:
    """#4-5 is there, on the screen and in its colour, also where a filter had hidden it."""
    page = opened([shipped], "#4-5")
    assert page.evaluate("document.querySelector('.row.here').id") == "4-5"
    top = page.locator("[id='4-5']").bounding_box()["y"]
    assert 0 <= top < 450
    page.get_by_label("担当課").select_option(index=1)
    expect(page).to_have_url(re.compile("department"))
    page.evaluate("location.hash = '#4-5'")
    page.wait_for_selector("[id='4-5']:visible")


def test_a_narrowed_page_can_be_sent_as_a_link(opened: Open, shipped: ComparisonTable) -> None:
    """The address holds words, filters and view, and brings them back."""
    page = opened([shipped], "#?words=コンビニ&view=new&section=4　学校等における子どもの安全対策")
    assert refs(page) == ["4-5"]
    assert page.get_by_label("ことばで探す").input_value() == "コンビニ"
    assert page.locator("td.old:visible").count() == 0


@pytest.mark.parametrize("link", ["#%", "#nowhere", "#?section=なし&kind=x&view=y&words=%"])
def test_a_link_that_leads_nowhere_does_no_harm(
    opened: Open, shipped: ComparisonTable, link: str
) -> None:
    """A broken address leaves a page that works."""
    page = opened([shipped], link)
    page.evaluate("location.hash = '#%E0'")
    assert page.locator("[name=section]").input_value() == ""
    page.get_by_label("ことばで探す").fill("コンビニ")
    expect(page.locator("#outcome")).to_have_text("1件が該当")


# ------------------------------------------------------------------------ views


def test_views_show_both_one_or_the_new_text(
    opened: Open, shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """In one text, without insertions it is the old one, without deletions the new one."""
    for table in (shipped, renewed):
        page = opened([table])
        rows = list(table.rows())
        both = [row for row in rows if row.old is not None and row.new is not None]
        page.get_by_label("新のみ").check()
        page.wait_for_selector("html[data-view=new]")
        assert seen(page, ".text") == ["（廃止）" if row.new is None else row.new for row in rows]
        page.get_by_label("見え消し").check()
        page.wait_for_selector("html[data-view=merged]")
        for mark, side in (("ins", "old"), ("del", "new")):
            texts = page.locator("td.both .text").evaluate_all(
                """(texts, mark) => texts.map(text => {
                    const copy = text.cloneNode(true);
                    copy.querySelectorAll(`.said, ${mark}`).forEach(part => part.remove());
                    return copy.textContent;
                })""",
                mark,
            )
            given = [text for text, row in zip(texts, rows, strict=True) if row in both]
            assert given == [getattr(row, side) for row in both]
        page.get_by_label("左右に並べる").check()
        page.wait_for_selector("html[data-view=both]")
        assert len(seen(page, "td.old")) == len(seen(page, "td.new")) == len(rows)


def test_the_struck_through_view_says_of_what_it_is_and_points_from_nothing(
    opened: Open, city: ComparisonTable
) -> None:
    """Both editions head their one text; a value of one edition alone has no arrow before it.

    A converted amount is below its value, not beside the difference.
    """
    page = opened([city], width=1280)
    page.get_by_label("見え消し").check()
    page.wait_for_selector("html[data-view=merged]")
    assert page.locator("th.both span").first.inner_text() == "令和６年度 → 令和７年度　事業内容"
    arrows = page.locator("[id='1-4'] .fields .is").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::before').content)"
    )
    assert arrows == ["none", '"→"', "none", '"→"']
    assert page.locator("[id='1-4'] .fields .absent:visible").count() == 2  # of the amounts
    value, converted = (
        page.locator(f"[id='2-1'] .fields .is .{one}").bounding_box()
        for one in ("new-value", "converted")
    )
    assert converted["y"] >= value["y"] + value["height"] - 4


def test_differences_are_below_their_values_on_a_telephone(
    opened: Open, city: ComparisonTable
) -> None:
    """However much room a short value leaves beside it."""
    page = opened([city], width=390)
    for ref in ("1-2", "1-3", "2-1"):
        value, by = (
            page.locator(f"[id='{ref}'] .fields > div {one}").first.bounding_box()
            for one in (".is", ".by")
        )
        assert by["y"] >= value["y"] + value["height"] - 4


def test_the_new_texts_alone_keep_what_was_dropped_in_figures(
    opened: Open, city: ComparisonTable
) -> None:
    """The view says what it hides; an amount that went keeps its difference, which sums count."""
    page = opened([city])
    assert page.locator(".note:visible").count() == 0
    page.get_by_label("新のみ").check()
    page.wait_for_selector("html[data-view=new]")
    assert "削除した語句と旧の値は表示していない" in page.locator(".note:visible").inner_text()
    dropped = page.locator("[id='2-5'] .fields > div:visible").all_inner_texts()
    assert [line.split() for line in dropped] == [
        ["当初予算額（千円）", "新", "―", "△2,600", "(皆減)"],
        ["目標値", "新", "―", "△380世帯", "(皆減)"],
    ]


def test_without_scripts_all_is_shown(opened: Open, shipped: ComparisonTable) -> None:
    """Every text is there, and nothing that would not work."""
    page = opened([shipped], java_script_enabled=False)
    assert page.locator(SHOWN).count() == 37
    assert page.locator(".text del:visible").count() == sum(
        bool(s.old) and s.kind is not EditKind.EQUAL for row in shipped.rows() for s in row.segments
    )
    assert page.locator("#tools:visible").count() == 0
    assert page.locator("nav a:visible").count() == 6


@pytest.mark.parametrize("most_written", [MOST_WRITTEN, 0], ids=["written", "stored"])
def test_hostile_text_is_only_text(
    opened: Open, hostile: ComparisonTable, most_written: int
) -> None:
    """Scripts, tags, formulas and markup of the data are read, never run; nothing is asked for."""
    page = opened([hostile], most_written=most_written)
    texts = seen(page, ".text")
    assert texts[0].startswith("<script>alert(1)</script> [red]商店[/red] =cmd()")
    assert texts[1].startswith("<script>alert(2)</script> [red]コンビニ[/red] =cmd()")
    assert page.locator("h1").inner_text() == hostile.title
    page.get_by_label("ことばで探す").fill("<script>")
    expect(page).to_have_url(re.compile("words"))
    assert page.locator(SHOWN).count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_no_two_views_overlap(opened: Open, renewed: ComparisonTable, width: int) -> None:
    """In whatever order they are chosen, each view shows its own cells and no other's."""
    page = opened([renewed, with_fields()], width=width)
    cells = {"both": {"old", "new"}, "merged": {"both"}, "new": {"new"}}
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    for view in ("merged", "new", "both", "new", "merged", "both"):
        page.locator(f"[name=view][value={view}]").check(force=True)
        page.wait_for_selector(f"html[data-view={view}]")
        shown = page.locator(".row td:not(.values):visible")
        assert set(shown.evaluate_all("all => all.map(one => one.className)")) == cells[view]


def test_on_a_telephone_the_first_change_is_on_the_first_screen(
    opened: Open, shipped: ComparisonTable
) -> None:
    """Struck through, with search and contents folded; the choice of another view is kept."""
    page = opened([changed_only(shipped)], width=390)
    assert page.evaluate("document.documentElement.dataset.view") == "merged"
    bottom = page.evaluate("document.querySelector('#steps').getBoundingClientRect().top")
    edit = page.locator(".row .text del:visible").first.bounding_box()
    assert edit["y"] + edit["height"] < bottom
    assert page.locator("#tools:visible").count() == 0
    whole = opened(
        [compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")], width=390
    )
    figure = whole.locator(".fields > div:visible").first.bounding_box()  # with the difference
    assert figure["y"] + figure["height"] < bottom + 8  # but for its margin
    page.locator("#find summary").click()
    page.locator("[name=view][value=new]").check(force=True)
    expect(page).to_have_url(re.compile("view=new"))


def test_the_documents_own_notes_are_folded_on_a_telephone(
    opened: Open, city: ComparisonTable
) -> None:
    """Several of them would push the first change off the screen; a desk shows them, as does paper.

    Where they are open on a wide window, there is nothing to fold them by.
    """
    notes = tuple(DocumentNote(f"※ 注意書{number}") for number in "１２３")
    table = city._replace(notes=notes)
    for width, count_seen in ((390, 0), (1280, len(notes))):
        page = opened([table], width=width)
        assert page.locator(".footnotes .footnote:visible").count() == count_seen
        assert page.locator(".footnotes summary:visible").count() == (not count_seen)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".footnotes[open]").count() == 1


def test_on_a_telephone_an_arrow_stands_off_its_amounts(
    opened: Open, city: ComparisonTable
) -> None:
    """38,700 → 36,900: the arrow has room between them, however long they are."""
    page = opened([changed_only(city)], width=390)
    room = "all => all.map(one => parseFloat(getComputedStyle(one).paddingLeft))"
    found = page.locator(".fields > div:not(.same) > .is:not(.alone, .words)").evaluate_all(room)
    assert found
    assert min(found) > 15


def test_on_a_desk_the_first_change_is_on_the_first_screen(
    opened: Open, shipped: ComparisonTable, city: ComparisonTable
) -> None:
    """Changed amounts come first, on a card; of a plan without any, the table does."""
    for table, first in (
        (shipped, ".row:not(.unchanged) h3"),
        (city, ".card.figures .new-value:visible"),
    ):
        page = opened([table], width=1280)
        page.set_viewport_size({"width": 1280, "height": 900})
        box = page.locator(first).first.bounding_box()
        assert box
        assert box["y"] + box["height"] < 900


def test_what_did_not_change_is_one_line_on_a_telephone_and_on_paper(
    opened: Open, shipped: ComparisonTable
) -> None:
    """Each is there when its number is followed, when searched for, and on a wide screen."""
    page = opened([shipped], width=390)
    text = page.locator("[id='1-5'] td.both")
    line = page.locator("[id='g1.1'] .unchanged-rows")
    assert not text.is_visible()
    assert line.inner_text() == "変更なし　2件：1-5、1-7"
    page.emulate_media(media="print")
    assert not text.is_visible()
    assert line.is_visible()
    page.emulate_media(media="screen")
    line.get_by_role("link", name="1-5").click()
    assert text.is_visible()
    assert opened([shipped], "#?words=懸垂幕", width=390).locator("[id='1-5'] td.both").is_visible()
    wide = opened([shipped])
    assert wide.locator("[id='1-5'] .text").first.is_visible()
    assert not wide.locator(".unchanged-rows").first.is_visible()
    chosen = opened([shipped], "#?kind=unchanged")
    chosen.emulate_media(media="print")
    assert chosen.locator("[id='1-5'] .text").first.is_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_sum_says_which_rows_it_counts_that_are_not_shown(opened: Open, language: str) -> None:
    """Those listed in one line on a telephone and on paper; those left out, at every width."""
    table = compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")
    total, folded, hidden = {
        "ja": ("計", "（変更のない1件を含む）", "（表にない1件を含む）"),
        "en": ("Total", " (with 1 unchanged initiative)", " (with 1 initiative not listed)"),
    }[language]
    whole = {"ja": "合計", "en": "Totals"}[language]
    for shown, width, medium, note in (
        (table, 1280, "screen", ""),
        (table, 390, "screen", folded),
        (table, 1280, "print", folded),
        (changed_only(table), 1280, "screen", hidden),
        (changed_only(table), 390, "screen", hidden),
        (changed_only(table), 1280, "print", hidden),
    ):
        page = opened([shown], width=width, language=language)
        page.emulate_media(media=medium)
        sums = page.locator(".sum th").all_inner_texts()
        assert sums == [total + note, total, total, whole + note], (width, medium)


@pytest.mark.parametrize("width", [390, 1280])
def test_policy_numbers_are_explained_before_the_first_one(
    opened: Open, shipped: ComparisonTable, width: int
) -> None:
    """※施策番号 has its explanation above the first chapter, on the screen as on paper."""
    page = opened([shipped], width=width)
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        text = page.locator("main").inner_text()
        assert text.index(f"※施策番号　{shipped.policy_plan}") == text.index("※施策番号")


def test_signs_are_explained_where_they_are_first_met_on_a_telephone(opened: Open) -> None:
    """Once each; on a wide screen the legend stands above the table."""
    table = compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")
    page = opened([table], width=390)
    met = [said.partition("は")[0] for said in seen(page, ".meaning")]
    assert met == ["△", "皆増", "同じ値", "皆減"]
    assert seen(opened([table]), ".meaning") == []


CITY = Path(__file__).parent.parent / "cases" / "city"


@pytest.fixture(scope="module")
def city() -> ComparisonTable:
    """The fictional city's plan with eight columns, R6 to R7."""
    return changed_only(compare([load_plan(CITY / f"{year}.yaml") for year in ("R6", "R7")]))


def test_amounts_that_did_not_change_stand_below_new_ones_on_a_telephone(opened: Open) -> None:
    """At the left, or where old values stand, 4,100 would be read as an old value."""
    city = compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")
    page = opened([changed_only(city)], width=390)
    found = page.locator(".fields > div > .is:not(.words, .wide, .alone)").evaluate_all(
        """cells => cells.filter(one => one.checkVisibility()).map(one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return [one.parentElement.matches(".same"), range.getBoundingClientRect().right];
        })"""
    )
    below, new = ({round(end) for same, end in found if same == which} for which in (True, False))
    assert below
    assert below <= new


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_legend_of_marks_can_be_read_on_a_telephone(
    opened: Open, city: ComparisonTable, language: str
) -> None:
    """Each kind has its meaning, in letters as large as elsewhere, in two lines; the rest folds."""
    page = opened([city], width=390, language=language)
    marks = page.locator(".marks > span")
    bottoms = marks.evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().bottom))"
    )
    assert len(bottoms) == 3
    assert len(set(bottoms)) == 2
    assert page.locator(".marks .sense:visible").count() == 3
    sizes = marks.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 13
    assert page.locator(".meanings span:visible").count() == 0
    page.locator(".meanings summary").click()
    assert page.locator(".meanings span:visible").count() > 0


def test_each_value_stands_under_its_edition(opened: Open, city: ComparisonTable) -> None:
    """Amounts and texts of fields are in the columns of the years, flush with one another."""
    page = opened([city])
    page.evaluate("document.querySelectorAll('.others').forEach(one => { one.open = true; })")
    edge = page.locator("thead th.new:visible").first.bounding_box()["x"]
    right = "all => all.map(one => one.getBoundingClientRect().right)"
    left = "all => all.map(one => one.getBoundingClientRect().left)"
    assert all(x <= edge + 1 for x in page.locator(".fields .was:visible").evaluate_all(right))
    assert all(x >= edge - 1 for x in page.locator(".fields .is:visible").evaluate_all(left))
    ends = page.locator(".fields .was:not(.words):visible").evaluate_all(right)
    assert max(ends) - min(ends) < 1


def test_struck_and_new_figures_are_parted(opened: Open, shipped: ComparisonTable) -> None:
    """６時 that became ７時 is not read as ６７時; the legend strikes through what the texts do."""
    table = changed_only(shipped)
    page = opened([table], width=390)
    gap = "all => all.map(one => parseFloat(getComputedStyle(one).marginInlineEnd))"
    line = "one => getComputedStyle(one).textDecorationLine"
    replaced = page.locator(".both del.replaced")
    assert replaced.count() > 0
    assert all(one > 0 for one in replaced.evaluate_all(gap))
    assert set(page.locator(".both :is(ins, del:not(.replaced))").evaluate_all(gap)) <= {0}
    assert page.locator(".marks del").first.evaluate(line) == "line-through"
    wide = opened([table])
    assert wide.locator(".marks del").first.evaluate(line) == "underline"


def test_old_figures_are_marked_as_old_words_are(opened: Open, city: ComparisonTable) -> None:
    """Underlined beside the new text, struck through where both stand in one line."""
    line = "all => [...new Set(all.map(one => getComputedStyle(one).textDecorationLine))]"
    for width, expected in ((1280, "underline"), (390, "line-through")):
        page = opened([city], width=width)
        assert page.locator(".fields .old-value").evaluate_all(line) == [expected]
        assert page.locator(".card .old-value").evaluate_all(line) == [expected]
        assert page.locator(".masthead .issuer").is_visible()


# ------------------------------------------------------------- from change to change


def test_changes_are_gone_through_one_by_one(opened: Open, shipped: ComparisonTable) -> None:
    """Buttons and the keys n and p lead from change to change and say which of how many."""
    page = opened([shipped])
    position = page.locator("#position")
    expect(position).to_have_text("変更15件")
    for _press in range(3):
        page.get_by_role("button", name="次の変更").click()
    expect(position).to_have_text("3 / 15")
    changed = [row.ref for row in shipped.rows() if row.kind is not RowKind.UNCHANGED]
    here = page.locator(".row.here")
    assert here.get_attribute("id") == changed[2]
    page.keyboard.press("n")
    expect(position).to_have_text("4 / 15")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(position).to_have_text("2 / 15")
    assert page.evaluate("document.activeElement.closest('.row').id") == changed[1]
    assert page.url.endswith(f"#{changed[1]}")
    page.locator("[name=keys]").uncheck()
    page.keyboard.press("n")
    expect(position).to_have_text("2 / 15")
    page.get_by_label("ことばで探す").fill("n")
    expect(position).not_to_have_text("2 / 15")


def test_the_address_keeps_filter_sort_and_place(opened: Open, shipped: ComparisonTable) -> None:
    """Sent as a link it shows the same rows in the same order, at the same change."""
    page = opened([shipped])
    page.get_by_role("checkbox", name="内容").check()
    page.get_by_label("並べ替え").select_option("weight")
    expect(page).to_have_url(re.compile("sort=weight"))
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator("#position")).to_have_text("2 / 14")
    again = opened([shipped], "#" + page.url.partition("#")[2])
    assert refs(again) == refs(page)
    expect(again.locator("#position")).to_have_text("2 / 14")


def test_a_place_that_a_filter_hides_is_not_sent(opened: Open, shipped: ComparisonTable) -> None:
    """A link of a narrowed page shows its rows, not the row where one was before."""
    page = opened([shipped])
    page.keyboard.press("n")
    page.get_by_label("担当課").select_option(label="教育部施設課")
    expect(page).to_have_url(re.compile("department"))
    assert "1-1" not in refs(page)
    again = opened([shipped], "#" + page.url.partition("#")[2])
    assert refs(again) == refs(page)


def test_rows_are_sorted_by_change(opened: Open) -> None:
    """The largest difference comes first in one list; back in the document's order after."""
    page = opened([with_fields()])
    page.get_by_label("並べ替え").select_option("by:当初予算額")
    expect(page).to_have_url(re.compile("sort"))
    assert refs(page) == ["2-1", "1-1", "1-2"]
    assert seen(page, ".group h2") == ["当初予算額の増減が大きい順"]
    page.get_by_label("並べ替え").select_option("")
    expect(page.locator(".group h2:visible")).to_have_count(2)
    assert refs(page) == ["1-1", "1-2", "2-1"]


def test_amounts_that_came_or_went_are_sorted_by_all_of_them(opened: Open) -> None:
    """△2,600 of what was dropped stands before 600, and a first amount of 1,500 too."""
    page = opened([compare([load_plan(CITY / f"{year}.yaml") for year in ("R6", "R7")])])
    page.get_by_label("並べ替え").select_option("by:当初予算額")
    assert refs(page)[:7] == ["3-4", "2-5", "1-3", "3-1", "1-2", "2-2", "3-5"]


def test_old_names_and_departments_are_found(opened: Open) -> None:
    """Who remembers the old name, or asks what became of a department's work, finds the row."""
    page = opened([compare([load_plan(CITY / f"{year}.yaml") for year in ("R6", "R7")])])
    page.get_by_label("ことばで探す").fill("産後ケア事業")
    expect(page.locator("#outcome")).to_have_text("1件が該当")
    assert refs(page) == ["2-2"]
    page.get_by_label("ことばで探す").fill("")
    page.get_by_label("担当課").select_option(label="福祉部こども家庭課")
    expect(page.locator("#outcome")).to_have_text("5件が該当")
    assert "2-3" in refs(page)


def test_what_did_not_change_and_is_left_out_is_found(
    opened: Open, shipped: ComparisonTable
) -> None:
    """Who looks for it reads that it did not change, not that there is no such initiative."""
    page = opened([changed_only(shipped)])
    page.get_by_label("ことばで探す").fill("啓発懸垂幕")
    expect(page.locator("#unlisted")).to_have_text(
        "変更がないため載せていないもの（1件）：1-5 啓発懸垂幕の掲出"
    )
    assert page.locator("#nothing").is_hidden()
    page.get_by_role("button", name="条件をすべて外す").click()
    assert page.locator("#unlisted").is_hidden()
    page.get_by_label("担当課").select_option(label="財政部契約課")
    expect(page.locator("#unlisted")).to_be_visible()
    assert refs(page) == []


def test_a_page_that_was_narrowed_says_so_on_screen_and_paper(
    opened: Open, shipped: ComparisonTable
) -> None:
    """By what, how many of how many, and in each section: a part is not taken for the whole."""
    page = opened([changed_only(shipped)])
    page.get_by_label("担当課").select_option(label="都市建設部住宅課")
    page.get_by_label("ことばで探す").fill("住宅")
    condition = "条件：「住宅」、都市建設部住宅課 15件中1件を表示"
    expect(page.locator("#condition")).to_have_text(condition)
    assert seen(page, ".group > h2 > small") == ["1件を表示"]
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        text = mend(paper.pages[0].extract_text())
    assert "15件中1件を表示" in text
    page.get_by_role("button", name="条件をすべて外す").click()
    assert page.locator("#condition").is_hidden()
    assert seen(page, ".group > h2 > small")[1] == "8件中2件に変更"


@pytest.mark.parametrize("word", ["7500", "7,500", "７，５００"])
@pytest.mark.parametrize("most_written", [MOST_WRITTEN, 0], ids=["written", "stored"])
def test_a_number_is_found_however_its_thousands_are_parted(
    opened: Open, word: str, most_written: int
) -> None:
    """The separators of thousands are neither needed nor in the way, and the number is marked."""
    table = compare([load_plan(CITY / f"{year}.yaml") for year in ("R6", "R7")])
    page = opened([table], most_written=most_written)
    page.get_by_label("ことばで探す").fill(word)
    expect(page.locator("#outcome")).to_have_text("1件が該当")
    found = page.evaluate("[...CSS.highlights.get('found')].map(range => range.toString())")
    assert set(found) == {"7,500"}


def test_a_telephone_goes_to_what_was_found(opened: Open, shipped: ComparisonTable) -> None:
    """The filters are longer than its screen: how many match stands above, Enter leads to them."""
    page = opened([shipped], width=390)
    page.locator("#find > summary").click()
    page.get_by_label("ことばで探す").fill("住宅")
    expect(page.locator("#outcome")).to_be_in_viewport()
    page.get_by_label("ことばで探す").press("Enter")
    expect(page.locator(SHOWN).first).to_be_in_viewport()


def test_another_spelling_stands_beside_the_first(opened: Open, shipped: ComparisonTable) -> None:
    """ＬＩＮＥ became LINE; that デジタルサイネージ went is another change, heard as one too."""
    page = opened([changed_only(shipped)], width=390)
    text = page.locator("[id='1-1'] td.both .text").inner_text()
    respelt = "［削除］ＬＩＮＥ［ここまで］［追加］LINE［ここまで］"
    assert f"Facebookや{respelt}［削除］、デジタルサイネージ［ここまで］を" in text.replace(
        "\n", ""
    )


def test_a_row_is_announced_by_its_name(opened: Open, shipped: ComparisonTable) -> None:
    """Its link says which initiative it leads to, and its head is a header of the row."""
    page = opened([shipped])
    row = page.locator("[id='4-5']")
    assert row.get_by_role("link").get_attribute("href") == "#4-5"
    name = "4-5 「こどもSOSの家」の実施"
    expect(row.get_by_role("link")).to_have_accessible_name(name)
    assert row.get_by_role("rowheader").get_attribute("abbr") == name


# ------------------------------------------------------------------- very many rows


def test_very_many_rows_are_shown_a_page_at_a_time(opened: Open, large: ComparisonTable) -> None:
    """Filters, search, sorting, links and stepping reach every row, not only those shown."""
    page = opened([large])
    assert page.locator(SHOWN).count() == 100
    assert page.locator("#range").inner_text() == "1～100件目／2,100件"
    page.get_by_role("button", name="次の頁").click()
    assert refs(page)[0] == "1-101"
    page.evaluate("location.hash = '#1-2050'")
    page.wait_for_selector("[id='1-2050'].here")
    page.get_by_label("ことばで探す").fill("事業２０９９")
    expect(page.locator("#outcome")).to_have_text("1件が該当")
    assert refs(page) == ["1-2099"]
    assert page.evaluate("[...CSS.highlights.get('found')].length") > 0
    page.get_by_role("button", name="条件をすべて外す").click()
    page.get_by_label("並べ替え").select_option("by:予算")
    page.wait_for_selector("[id='1-2100']:visible")
    assert refs(page)[:2] == ["1-2100", "1-2099"]


def test_stored_rows_look_as_written_ones(opened: Open, renewed: ComparisonTable) -> None:
    """What the script puts in is what would stand in the page, in every view."""
    written, stored = opened([renewed]), opened([renewed], most_written=0)
    for view in ("both", "merged", "new"):
        for page in (written, stored):
            page.locator(f"[name=view][value={view}]").check(force=True)
            page.wait_for_selector(f"html[data-view={view}]")
        assert seen(written, ".text") == seen(stored, ".text")
        assert refs(written) == refs(stored)


def test_very_many_rows_without_scripts_say_so(opened: Open, large: ComparisonTable) -> None:
    """A plain notice stands in place of the rows."""
    page = opened([large], java_script_enabled=False)
    assert "2100件" in page.locator(".notice:visible").inner_text()
    assert page.locator(SHOWN).count() == 0


@pytest.fixture(scope="module")
def large() -> ComparisonTable:
    """A table of 2,100 rows, each with an amount that grows by its number."""
    first = next(with_fields().rows())
    rows = [
        first._replace(number=n, name=f"事業{n}", fields=(amount("予算", "0", str(n)),))
        for n in range(1, 2101)
    ]
    return with_fields()._replace(groups=grouped(rows, GroupBy.SECTION), counts=count(rows))


# ------------------------------------------------------------------------ paper


@pytest.mark.parametrize(
    ("view", "legend", "has_deletions"),
    [
        ("both", "（下線部分は変更箇所）", True),
        ("merged", "（取消線は削除、下線は追加）", True),
        ("new", "（下線部分は追加・変更箇所。削除した語句と旧の値は表示していない）", False),
    ],
)
def test_every_view_prints_with_its_legend(
    opened: Open, shipped: ComparisonTable, view: str, legend: str, *, has_deletions: bool
) -> None:
    """What is on paper is what the view shows, and one legend says what its lines mean."""
    page = opened([shipped], f"#?words=コンビニ&view={view}")
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        text = mend("".join("".join(sheet.extract_text().split()) for sheet in pdf.pages))
    assert ("商店" in text) is has_deletions
    assert legend in text
    assert text.count("線は") + text.count("線部分は") == (2 if view == "merged" else 1)
    assert "次の変更" not in text


def test_it_prints_as_a_comparison_table(opened: Open, shipped: ComparisonTable) -> None:
    """A4 lying down, both texts of every initiative, headings on every page, no tools."""
    page = opened([shipped])
    document = page.pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(document)) as pdf:
        sizes = {(round(sheet.width), round(sheet.height)) for sheet in pdf.pages}
        sheets = ["".join(sheet.extract_text().split()) for sheet in pdf.pages]
    assert sizes == {(842, 595)}
    assert all("令和６年度事業概要（予定）" in sheet for sheet in sheets)
    text = "".join(sheets)
    assert "（下線部分は変更箇所）" in text
    assert "ことばで探す" not in text
    assert "目次" not in text
    for row in shipped.rows():
        assert row.ref in text


def test_the_kind_is_named_on_paper_in_the_language_of_the_page(
    opened: Open, shipped: ComparisonTable
) -> None:
    """区分 stands before each kind on a Japanese page, Kind on an English one."""
    for language, label, other in (("ja", "区分", "Kind"), ("en", "Kind", "区分")):
        page = opened([shipped], "#?words=コンビニ", language=language)
        with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
            text = "".join(sheet.extract_text() for sheet in pdf.pages)
        assert label in text
        assert other not in text


def test_kinds_are_explained_on_paper(
    opened: Open, shipped: ComparisonTable, city: ComparisonTable
) -> None:
    """Those that occur; the screen has its own legend."""
    for table, said in (
        (city, "区分：内容は事実の変更、表記は書き方の違い"),
        (shipped, "区分：内容は事実の変更、表現は言い換え"),
    ):
        page = opened([table])
        assert said not in page.locator("main").inner_text()
        page.emulate_media(media="print")
        assert seen(page, ".kinds-meant") == [said]


def test_totals_and_changed_names_are_on_paper(opened: Open) -> None:
    """Sums with what they changed by, no letter under 9 pt, and a new name underlined."""
    table = compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")
    page = opened([table])
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        text = mend("".join("".join(sheet.extract_text().split()) for sheet in pdf.pages))
        sizes = [char["size"] for sheet in pdf.pages for char in sheet.chars]
    assert "合計（変更のない1件を含む）" in text or "合計（表にない1件を含む）" in text
    assert "210,620△9,650" in text
    assert "令和７年度事業内容増減（増減率）" in text
    assert min(sizes) > 8.95
    page.emulate_media(media="print")
    underlined = page.locator(".about .is-changed").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).textDecorationLine === 'underline')"
        ".map(one => one.textContent)"
    )
    assert underlined == ["産後ケア・訪問支援事業", "こども未来部子育て支援課"]


def test_fields_that_did_not_change_are_on_paper(opened: Open, city: ComparisonTable) -> None:
    """Folded on the screen, they are one line under the text of their initiative on paper."""
    page = opened([city])
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        text = mend("".join("".join(sheet.extract_text().split()) for sheet in pdf.pages))
    assert "対象者市内の団体指標補助団体数目標値12団体" in text


_LINES_OF_FIGURES = """() => [...document.querySelectorAll('.text')].flatMap(text => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    for (const one of walker.currentNode.data.matchAll(/[0-9]+[回局]|[Ａ-Ｚ]{2,}/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, one.index);
      range.setEnd(walker.currentNode, one.index + one[0].length);
      const lines = new Set([...range.getClientRects()].map(line => line.top)).size;
      if (lines) found.push([one[0], lines]);
    }
  }
  return found;
})"""
"""Each number with its unit, and each word of full-width letters, and on how many lines it is."""


def test_no_line_breaks_in_a_figure_or_a_full_width_word(
    opened: Open, shipped: ComparisonTable
) -> None:
    """22局 and ＬＩＮＥ stay whole at any width, on the screen as on paper."""
    page = opened([shipped])
    for width in range(1200, 1500, 20):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(_LINES_OF_FIGURES)
        assert len(found) > 5
        assert [text for text, lines in found if lines > 1] == []


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_card_is_cut_over_two_columns(
    opened: Open, shipped: ComparisonTable, city: ComparisonTable, width: int
) -> None:
    """What is under a card's heading stands below it."""
    for table in (shipped, city):
        page = opened([table], width=width)
        page.evaluate("document.querySelector('.overview').open = true")
        pieces = "all => all.map(one => one.getClientRects().length)"
        assert set(page.locator(".card:visible").evaluate_all(pieces)) == {1}


@pytest.mark.parametrize(("view", "is_both"), [("", True), ("新のみ", False)])
def test_a_narrow_window_prints_both_editions(
    opened: Open, shipped: ComparisonTable, view: str, is_both: bool
) -> None:
    """A telephone shows one struck-through text; paper has both, unless another view was chosen."""
    page = opened([shipped], width=390)
    if view:
        page.locator("#find > summary").click()
        page.get_by_label(view).check(force=True)
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        text = mend("".join(page.extract_text() for page in pdf.pages))
    assert ("令和５年度 事業概要" in text) is is_both


def test_what_is_hidden_is_not_printed(opened: Open, shipped: ComparisonTable) -> None:
    """A narrowed page prints what it shows."""
    page = opened([shipped], "#?words=コンビニ")
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        assert len(pdf.pages) == 1
        assert "1-1" not in pdf.pages[0].extract_text()
