"""The sentences of an amendment are enough: they alone make the new text of the old one."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from amending import amended, items_amended
from budget import PATROL
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bouhan_diff import compare, diff_text, load_plan
from bouhan_diff.comparison.table import PropertyChange, Row, RowKind, SectionHeading
from bouhan_diff.plan import Property
from bouhan_diff.render import labels
from bouhan_diff.render.amendment.sentences import (
    BREAK,
    EVERY_KIND,
    amendments,
    text_amendments,
)
from bouhan_diff.render.brief import edits_in_brief, whole_words

ROWS = [row for row in compare(load_plan()).rows() if row.kind is not RowKind.UNCHANGED]
CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "textdiff.yaml").read_text(encoding="utf-8")
)
PHRASES = (
    *(
        "防犯",
        "パトロール",
        "を",
        "実施する",
        "。",
        "、",
        "\n",
        "「",
        "」",
        "（",
        "）",
        "及び",
        "の次に",
    ),
    *(
        "「こどもSOSの家」",
        "取り組み",
        "取組み",
        "ＬＩＮＥ",
        "LINE",
        "2",
        "を加える。",
        "『",
        BREAK,
    ),
    *(
        "関係機関と情報を共有し、",
        "町内会等に対し、年6回",
        "地域の安全を守るため巡回する。",
        "も",
        "\r",
    ),
)


def check(old: str, new: str) -> None:
    """The sentences alone make the new text of the old one."""
    assert amended(old, text_amendments(diff_text(old, new))) == new


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.ref)
def test_sentences_are_enough_for_the_shipped_plan(row: Row) -> None:
    """The sentences of each changed initiative alone make its new summary."""
    assert row.old is not None
    assert row.new is not None
    sentences = list(amendments(row, EVERY_KIND))
    assert items_amended({labels.TEXT: row.old}, sentences) == {labels.TEXT: row.new}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_sentences_are_enough_for_the_cases(case: dict[str, str]) -> None:
    """The sentences of each case of the engine alone make its new text."""
    check(case["old"], case["new"])


@given(st.lists(st.sampled_from(PHRASES), max_size=16), st.data())
@example(["防"], None)
@settings(max_examples=200, deadline=None)
def test_sentences_are_enough_for_any_text(phrases: list[str], data: st.DataObject | None) -> None:
    """The sentences alone make the new text, whatever was dropped, added or repeated."""
    changed = list(phrases)
    for _ in range(data.draw(st.integers(1, 3)) if data else 0):
        place = data.draw(st.integers(0, len(changed)))
        count = data.draw(st.integers(0, 2))
        changed[place : place + count] = data.draw(st.lists(st.sampled_from(PHRASES), max_size=2))
    check("".join(phrases), "".join(changed))
    check("".join(changed), "".join(phrases))


def test_contexts_do_not_overlap() -> None:
    """Of two words in one context the second is quoted within it, as the first amended it."""
    check("取組み取組み防犯取組み", "取組み防犯")


@given(st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=50, deadline=None)
def test_sentences_are_enough_for_texts_of_any_characters(old: str, new: str) -> None:
    """Texts with nothing in common and with any characters are amended too."""
    check(old, new)


def test_the_plan_reads_as_it_did(golden: Callable[[str, str], None]) -> None:
    """The sentences for the shipped plan are those that somebody last read aloud."""
    lines = [f"{row.ref}\n" + "".join(f"  {text}\n" for text in amendments(row)) for row in ROWS]
    golden("amendment/shipped-plan.txt", "\n".join(lines))


def made(**fields: object) -> Row:
    """A row with these fields."""
    given = {
        "section": SectionHeading(1, "啓発"),
        "number": 2,
        "name": "防犯教室",
        "department": "青少年課",
        "policies": ("ア①", "ア②"),
        "kind": RowKind.SUBSTANCE,
        "old": "",
        "new": "",
    }
    return Row(**{**given, **fields})


def test_new_and_dropped_initiatives_are_founded_and_ended() -> None:
    """Below the sentence of a new initiative is all that is known of it; a dropped one is 削る."""
    assert amendments(made(kind=RowKind.ADDED, old=None, new="教室を開く。\n年2回とする。")) == (
        "次のように加える。\n　防犯教室\n　担当課　青少年課\n　施策番号　ア①、ア②\n"
        "　教室を開く。\n　　年2回とする。",
    )
    assert amendments(made(kind=RowKind.REMOVED, new=None)) == ("削る。",)


def test_fields_are_told_by_name() -> None:
    """A changed name, department, policy number or section is told with what it was."""
    changes = (
        PropertyChange(Property.NAME, "防犯講座", "防犯教室"),
        PropertyChange(Property.DEPARTMENT, "", "青少年課"),
        PropertyChange(Property.POLICIES, ("ア①",), ("ア①", "ア②")),
        PropertyChange(Property.NUMBER, 1, 2),
    )
    assert amendments(made(changes=changes)) == (
        "名称中「防犯講座」を「防犯教室」に改める。",
        "担当課に「青少年課」を加える。",
        "施策番号中「ア①」を「ア①、ア②」に改める。",
        "番号中「1」を「2」に改める。",
    )


def test_merged_and_split_initiatives_are_told_by_their_references() -> None:
    """A merger names what was merged, a split what it became."""
    assert amendments(made(old_refs=("1-1", "1-2"), new_refs=("1-2",))) == (
        "旧1-1、旧1-2を統合する。",
    )
    assert amendments(made(old_refs=("1-1",), new_refs=("1-2", "1-3"))) == (
        "旧1-1を1-2、1-3に分割する。",
    )


def test_a_doubt_is_no_part_of_an_amendment() -> None:
    """That it may be another initiative is to be checked, and nothing that is enacted."""
    row = made(
        old_refs=("4-14",), new_refs=("2-1",), changes=(PropertyChange(Property.NUMBER, 14, 1),)
    )
    assert amendments(row._replace(certainty=0.6)) == ("番号中「14」を「1」に改める。",)


def test_of_a_long_name_what_came_is_amended() -> None:
    """A list of names is not quoted whole where it gains one."""
    old = "洗浄した血小板「あおば」　濃厚な血小板「あおば」　新鮮な血漿「あおば」"
    new = f"{old}　照射した血漿「あおば」"
    row = made(name=new, changes=(PropertyChange(Property.NAME, old, new),))
    (sentence,) = amendments(row)
    assert len(sentence) < len(old)
    assert items_amended({"名称": old}, [sentence]) == {"名称": new}


def test_an_unchanged_initiative_has_no_sentence() -> None:
    """Nothing is told of an initiative that did not change."""
    assert amendments(made(kind=RowKind.UNCHANGED)) == ()


def test_a_field_is_amended_by_its_heading() -> None:
    """Amounts and words stand as published; what came or went is added or taken away."""
    assert amendments(PATROL)[-2:] == (
        "「当初予算額（千円）」中「38,700」を「36,900」に改める。",
        "「目標値」中「85％」を「90％」に改める。",
    )
    went = PATROL.fields[0]._replace(new="", amount=None)
    came = PATROL.fields[0]._replace(old=None, amount=None)
    row = PATROL._replace(fields=(went, came), segments=(), changes=())
    assert amendments(row) == (
        "「当初予算額（千円）」中「38,700」を削る。",
        "「当初予算額（千円）」に「36,900」を加える。",
    )


def test_a_paragraph_has_one_sentence() -> None:
    """All that changes in a paragraph is one sentence, which names it where there are several."""
    old = "商店に設置する。\n市が巡回し、年2回配布する。"
    new = "コンビニに設置する。\n市民が巡回し、年3回配布する。"
    first, second = text_amendments(diff_text(old, new))
    assert first.startswith("第1段落中")
    assert second.startswith("第2段落中")
    (alone,) = text_amendments(diff_text(old.split("\n")[1], new.split("\n")[1]))
    assert not alone.startswith("第")


def test_spelling_is_amended_only_where_it_is_asked_for() -> None:
    """Edits of notation are left out, whatever else changes beside them."""
    assert "ＬＩＮＥ" not in "".join(amendments(PATROL))
    assert amendments(PATROL, [RowKind.NOTATION]) == (
        "本文第2段落中「ＬＩＮＥ」を「LINE」に改める。",
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("小学校4年生に配る。", "小学校5年生に配る。", "「4年生」を「5年生」に改める。"),
        ("350団体に送る。", "360団体に送る。", "「350団体」を「360団体」に改める。"),
        ("令和6年度の計画", "令和7年度の計画", "「令和6年度」を「令和7年度」に改める。"),
        ("計画（第５次変更）", "計画（第３次変更）", "「第５次」を「第３次」に改める。"),
    ],
    ids=["class-of-a-school", "counted-bodies", "year-of-an-era", "ordinal"],
)
def test_a_figure_stands_with_all_that_it_counts(old: str, new: str, expected: str) -> None:
    """A word is not cut behind its figure, nor its era before it: 4年生 is no 4年."""
    assert text_amendments(diff_text(old, new)) == (expected,)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "小学校新1年生に配る。",
            "小学校1年生に配る。",
            "「小学校新1年生」を「小学校1年生」に改める。",
        ),
        (
            "学校で年2回、公園で年2回開く。",
            "学校で年2回、公園で年3回開く。",
            "「公園で年2回」を「公園で年3回」に改める。",
        ),
        (
            "市からの通報、県からの通報を受ける。",
            "市からの通報、県での通報を受ける。",
            "「県から」を「県で」に改める。",
        ),
    ],
    ids=["sign-amid-a-word", "figure-that-stands-twice", "particle-that-stands-twice"],
)
def test_what_needs_a_context_is_amended_with_it(old: str, new: str, expected: str) -> None:
    """As in law, 「甲乙」を「甲丙」に改める: no quotation stands within another."""
    assert text_amendments(diff_text(old, new)) == (expected,)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("活用した放送を行う。", "活用して放送を行う。", "「活用した」 → 「活用して」"),
        ("地域の防犯活動を", "地域組織を", "「地域の防犯活動」 → 「地域組織」"),
        (
            "夜間に市内の商店を回り、声をかける。",
            "夜間に市内のコンビニを回り、声をかける。",
            "「商店」 → 「コンビニ」",
        ),
        ("被害を未然防止する。", "被害を未然に防止する。", "「未然」の次に「に」を追加"),
        ("学校での講座を開く。", "学校の講座を開く。", "「学校」の次の「で」を削除"),
        ("講座を開く。", "毎年、講座を開く。", "冒頭に「毎年、」を追加"),
        ("学校では記録する。", "学校等では記録する。", "「学校」の次に「等」を追加"),
        (
            "学校を改修する。改修を実施する学校については、点検する。",
            "学校を改修する。改修を実施する学校等については、点検する。",
            "「実施する学校」の次に「等」を追加",
        ),
        (
            "郵便局（22局）に掲示する。",
            "郵便局（22局）にも掲示する。",
            "「郵便局（22局）に」の次に「も」を追加",
        ),
        (
            "「冊子」を発行し「便り」を発行する。",
            "「冊子」を発行し「便り」を送付する。",
            "『「便り」を発行』 → 『「便り」を送付』",
        ),
        ("灯を設置する。", "灯及びカメラを設置する。", "「灯」の次に「及びカメラ」を追加"),
        ("受付を行う。", "受付を行う。記録を残す。", "「行う。」の次に「記録を残す。」を追加"),
        (
            "未就学児及び小学生",
            "未就学児、小学生及び保護者",
            "「未就学児及び小学生」 → 「未就学児、小学生及び保護者」",
        ),
    ],
)
def test_in_brief_edits_are_quoted_so_that_their_place_is_known(
    old: str, new: str, said: str
) -> None:
    """た → て would begin in a word; what came or went is behind another; 及び is not any 及び."""
    assert edits_in_brief(diff_text(old, new)).text == said


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("啓発を活用した放送", "啓発を活用して放送", [("活用した", "活用して")]),
        ("迅速な発信を行う。", "迅速に発信を行う。", [("迅速な", "迅速に")]),
        ("時間を要しているため", "時間を要したため", [("要している", "要した")]),
        ("会を行った。", "会を実施した。", [("行った", "実施した")]),
        ("点検を実施する。", "点検を実施した。", [("実施する", "実施した")]),
        ("調達が困難である。", "調達が困難であった。", [("困難である", "困難であった")]),
        ("市が行う。", "市は行う。", [("が", "は")]),
        ("年6回発行する。", "年7回発行する。", [("6", "7")]),
        ("防犯活動を行う。", "防犯活動等を行う。", [("", "等")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mark_has_a_word_from_its_stem_to_its_ending(
    old: str, new: str, marked: list[tuple[str, str]]
) -> None:
    """A verb that ends otherwise is marked whole; a particle, a figure or a suffix by itself."""
    found = [one for one in whole_words(diff_text(old, new)) if one.kind != "equal"]
    assert [(one.old, one.new) for one in found] == marked


@given(st.lists(st.sampled_from(PHRASES), max_size=12), st.lists(st.sampled_from(PHRASES)))
@settings(max_examples=100, deadline=None)
def test_marks_of_whole_words_change_neither_text(old: list[str], new: list[str]) -> None:
    """Joined they are both texts, what is equal stays so, and no kind is another."""
    segments = diff_text("".join(old), "".join(new))
    found = whole_words(segments)
    assert "".join(one.old for one in found) == "".join(old)
    assert "".join(one.new for one in found) == "".join(new)
    assert all(one.old == one.new for one in found if one.kind == "equal")
    edits = [[one.kind for one in some if one.kind != "equal"] for some in (segments, found)]
    assert edits[0] == edits[1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "病床を20床から24床にする。",
            "病床を24床から30床にする。",
            "「20床から24床」を「24床から30床」に改める。",
        ),
        ("上限10万円を補助する。", "上限８万円を補助する。", "「10万円」を「８万円」に改める。"),
        (
            "国及び県から通報を受ける。",
            "国、県及び市から通報を受ける。",
            "「国及び県」を「国、県及び市」に改める。",
        ),
    ],
    ids=["range", "figure-inside-a-number", "list-that-grows"],
)
def test_what_is_quoted_is_whole(old: str, new: str, expected: str) -> None:
    """Neither a counter nor a list is cut, and no place is told by words that another amends."""
    assert text_amendments(diff_text(old, new)) == (expected,)


def test_changes_of_one_kind_share_their_verb() -> None:
    """As clerks write: に for all replacements in a row but the last, を for what is added."""
    old, new = (
        "職員２名が平日に市内を巡回し、公園を見る。",
        "職員３名が休日に市内を巡回し、広場を見る。",
    )
    (sentence,) = text_amendments(diff_text(old, new))
    assert sentence.count("改め") == 1
    assert sentence.count("」に、\n") == 1
    assert amended(old, (sentence,)) == new


def test_an_empty_text_has_no_beginning() -> None:
    """What was blank gets its text, and not 冒頭に."""
    row = PATROL._replace(segments=diff_text("", "年６回行う。"), fields=(), changes=())
    assert amendments(row) == ("本文に「年６回行う。」を加える。",)


ARTICLES = {
    "words": (
        "（時間）\n第３条　施設は、午前５時から午後８時まで開く。",
        "（時間）\n第３条　施設は、午前６時から午後９時まで開く。",
        ("第３条中「５時」を「６時」に、\n　「８時」を「９時」に改める。",),
    ),
    "item": (
        "（設置）\n第２条　次の施設を置く。\n(1)　東館\n(2)　西館",
        "（設置）\n第２条　次の施設を置く。\n(1)　東館\n(2)　西館\n(3)　南館",
        ("第２条に次の１号を加える。\n　(3)　南館",),
    ),
    "paragraph": (
        "（許可）\n第４条　利用者は、許可を受ける。\n２　市長は、条件を付する。",
        "（許可）\n第４条　利用者は、許可を受ける。\n２　教育長は、条件を付する。\n"
        "３　期限は、１年とする。",
        (
            "第４条第２項中「市長」を「教育長」に改める。",
            "第４条に次の１項を加える。\n　３　期限は、１年とする。",
        ),
    ),
    "caption": (
        "（使用料）\n第５条　利用者は、料金を納める。",
        "（料金の納付）\n第５条　利用者は、料金を納める。",
        ("第５条の見出しを「（料金の納付）」に改める。",),
    ),
    "proviso": (
        "第６条　入館者は、飲食をしない。",
        "第６条　入館者は、飲食をしない。ただし、食堂では、この限りでない。",
        ("第６条に次のただし書を加える。\n　ただし、食堂では、この限りでない。",),
    ),
    "everywhere": (
        "（市長の権限）\n第７条　市長は、管理を行う。\n２　市長は、規則を定める。",
        "（教育長の権限）\n第７条　教育長は、管理を行う。\n２　教育長は、規則を定める。",
        ("第７条（見出しを含む。）中「市長」を「教育長」に改める。",),
    ),
    "item-amid-others": (
        "（事業）\n第２条　次の事業を行う。\n(1)　催しの実施\n(2)　会館の貸出し\n(3)　その他の事業",
        "（事業）\n第２条　次の事業を行う。\n(1)　催しの実施\n(2)　市民の交流\n(3)　会館の貸出し\n"
        "(4)　その他の事業",
        (
            "第２条中第３号を第４号とし、第２号を第３号とし、第１号の次に次の１号を加える。\n"
            "　(2)　市民の交流",
        ),
    ),
    "item-before-others": (
        "第１条　次の施設を置く。\n(1)　東館\n(2)　西館",
        "第１条　次の施設を置く。\n(1)　本館\n(2)　東館\n(3)　西館",
        (
            "第１条中第２号を第３号とし、第１号を第２号とし、同号の前に次の１号を加える。\n"
            "　(1)　本館",
        ),
    ),
    "item-and-paragraph-after-it": (
        "第４条　利用者は、許可を受ける。\n２　次のときは、許可をしない。\n(1)　秩序を乱すとき。\n"
        "３　市長は、条件を付する。",
        "第４条　利用者は、許可を受ける。\n２　次のときは、許可をしない。\n(1)　秩序を乱すとき。\n"
        "(2)　営利を目的とするとき。\n３　期間は、１年とする。\n４　市長は、条件を付する。",
        (
            "第４条第２項に次の１号を加える。\n　(2)　営利を目的とするとき。",
            "第４条中第３項を第４項とし、第２項の次に次の１項を加える。\n"
            "　３　期間は、１年とする。",
        ),
    ),
    "item-dropped-before-many": (
        "第２条　次の事業を行う。\n(1)　甲の実施\n(2)　乙の提供\n(3)　丙の管理\n(4)　丁の運営\n"
        "(5)　戊の支援",
        "第２条　次の事業を行う。\n(1)　甲の実施\n(2)　丙の管理\n(3)　丁の運営\n(4)　戊の支援",
        ("第２条中第２号を削り、第３号から第５号までを１号ずつ繰り上げる。",),
    ),
    "paragraph-dropped": (
        "第１条　甲を目的とする。\n２　乙は、丙とする。\n３　丁は、戊とする。",
        "第１条　甲を目的とする。\n２　丁は、戊とする。",
        ("第１条中第２項を削り、第３項を第２項とする。",),
    ),
    "article-renumbered": (
        "（委任）\n第８条　必要な事項は、規則で定める。",
        "（委任）\n第７条　必要な事項は、市長が定める。",
        ("第８条中「規則で」を「市長が」に改める。", "第８条を第７条とする。"),
    ),
    "items-in-kanji": (
        "（行為の禁止）\n第三条　次に掲げる行為をしてはならない。\n一　損傷すること。\n"
        "二　伐採すること。\n三　妨害すること。",
        "（行為の禁止）\n第三条　次に掲げる行為をしてはならない。\n一　汚損すること。\n"
        "二　伐採すること。\n三　たき火をすること。\n四　妨害すること。",
        (
            "第三条第一号中「損傷」を「汚損」に改める。",
            "第三条中第三号を第四号とし、第二号の次に次の一号を加える。\n　三　たき火をすること。",
        ),
    ),
    "kanji-item-below-a-paragraph": (
        "第十二条　甲を目的とする。\n２　次の事業を行う。\n一　乙の実施",
        "第十二条　甲を目的とする。\n２　次の事業を行う。\n一　乙の実施\n二　丙の実施",
        ("第十二条第二項に次の一号を加える。\n　二　丙の実施",),
    ),
    "kanji-items-dropped-before-many": (
        "第二条　次の事業を行う。\n一　甲の実施\n二　乙の提供\n三　丙の管理\n四　丁の運営\n"
        "五　戊の支援",
        "第二条　次の事業を行う。\n一　甲の実施\n二　丙の管理\n三　丁の運営\n四　戊の支援",
        ("第二条中第二号を削り、第三号から第五号までを一号ずつ繰り上げる。",),
    ),
    "article-renumbered-in-kanji": (
        "（委任）\n第十一条　必要な事項は、規則で定める。",
        "（委任）\n第十条　必要な事項は、規則で定める。",
        ("第十一条を第十条とする。",),
    ),
    "article-of-a-branch-number-renumbered": (
        "（委任）\n第百二条の二　必要な事項は、規則で定める。",
        "（委任）\n第百十一条の二　必要な事項は、規則で定める。",
        ("第百二条の二を第百十一条の二とする。",),
    ),
    "appendix-with-another-name": (
        "別表（第５条関係）\n大ホール　4,000円\n小ホール　1,500円",
        "別表第１（第５条関係）\n大ホール　4,600円\n小ホール　1,500円\n交流室　500円",
        (
            "別表中「4,000円」を「4,600円」に改める。",
            "別表に次のように加える。\n　交流室　500円",
            "別表を別表第１とする。",
        ),
    ),
    "line-amid-an-appendix": (
        "別表\n甲　100円\n乙　200円",
        "別表\n甲　100円\n丙　150円\n乙　200円",
        ("別表中「甲　100円」の次に次のように加える。\n　丙　150円",),
    ),
    "line-dropped-from-an-appendix": (
        "別表\n甲　100円\n乙　200円\n丙　300円",
        "別表\n甲　100円\n丙　300円",
        ("別表中「乙　200円」を削る。",),
    ),
    "supplementary-provisions": (
        "附　則\nこの条例は、令和６年４月１日から施行する。",
        "附　則\nこの条例は、令和７年４月１日から施行する。",
        ("附則中「令和６年」を「令和７年」に改める。",),
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_amended_by_its_provisions(
    old: str, new: str, expected: tuple[str, ...]
) -> None:
    """An ordinance's sentences name article, paragraph and item, as laws do, and no line."""
    row = PATROL._replace(old=old, new=new, segments=diff_text(old, new), fields=(), changes=())
    assert amendments(row) == expected


def test_the_title_of_an_ordinance_is_given_whole() -> None:
    """題名 is replaced as a whole, as laws do."""
    old, new = "暁市会館条例", "暁市交流館条例"
    row = PATROL._replace(
        name=old, old=old, new=new, segments=diff_text(old, new), fields=(), changes=()
    )
    assert amendments(row) == ("題名を次のように改める。\n　暁市交流館条例",)
