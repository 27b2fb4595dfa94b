"""Lists and moves: an item that is kept is never shown as changed because of its neighbours."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bouhan_diff import diff_text
from bouhan_diff.textdiff import Code, EditKind

MOVES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "moves.yaml").read_text(encoding="utf-8")
)

ITEMS = (
    *("街頭啓発", "防犯灯の点検", "講習会の開催", "青色回転灯による夜間巡回", "広報紙での周知"),
    *("自主防災組織の育成", "自主防犯組織の育成", "小学校の巡回", "中学校の巡回", "交通安全教室"),
    *("高齢者（65歳以上）の訪問", "「こども110番の家」の拡充", "防犯カメラの設置（年2基）"),
)
FORMS = {
    "bulleted lines": ("・", "", "\n"),
    "plain lines": ("", "", "\n"),
    "lines that are sentences": ("・", "を行う。", "\n"),
    "items behind commas": ("", "", "、"),
    "items behind bullets in one line": ("・", "", "　"),
}


@st.composite
def shifted_lists(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Draw a list, and the same with items dropped and others added, the order kept."""
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=3, max_size=9, unique=True))
    state = st.sampled_from(("kept", "kept", "dropped", "added"))
    states = draw(st.lists(state, min_size=len(items), max_size=len(items)))
    pairs = list(zip(items, states, strict=True))
    return (
        [item for item, state in pairs if state != "added"],
        [item for item, state in pairs if state != "dropped"],
    )


def text_of(items: list[str], form: str) -> str:
    """Return the items as a text of a form; nothing follows the last one."""
    bullet, end, separator = FORMS[form]
    return separator.join(bullet + item + end for item in items)


@pytest.mark.parametrize("form", FORMS)
@given(lists=shifted_lists())
@settings(max_examples=60, deadline=None)
def test_a_kept_item_is_unmarked_whatever_is_dropped_or_added_beside_it(
    form: str, lists: tuple[list[str], list[str]]
) -> None:
    """Items of both lists stand whole in equal segments, and nothing is shown as moved."""
    olds, news = lists
    segments = diff_text(text_of(olds, form), text_of(news, form))
    unmarked = [segment.old for segment in segments if segment.kind is EditKind.EQUAL]
    for item in set(olds) & set(news):
        assert any(item in text for text in unmarked), (item, segments)
    assert all(s.reason is None or s.reason.code != Code.MOVED for s in segments)


@pytest.mark.parametrize("case", MOVES, ids=lambda case: case["why"])
def test_only_a_clause_that_says_enough_is_moved(case: dict[str, Any]) -> None:
    """What is shown as moved is what the case lists, at both ends."""
    moved = [
        segment
        for segment in diff_text(case["old"], case["new"])
        if segment.reason and segment.reason.code == Code.MOVED
    ]
    assert [segment.old for segment in moved if segment.old] == case["moved"]
    assert [s.new.strip("\n") for s in moved if s.new] == [m.strip("\n") for m in case["moved"]]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (
            "国及び県と連携する。",
            "国、県及び市町村と連携する。",
            [("及び", "、"), ("", "及び市町村")],
        ),
        (
            "国、県及び市町村と連携する。",
            "国及び県と連携する。",
            [("、", "及び"), ("及び市町村", "")],
        ),
        (
            "警察又は消防に通報する。",
            "警察、消防又は市に通報する。",
            [("又は", "、"), ("", "又は市")],
        ),
        ("町内会や学校と行う。", "町内会、学校や警察と行う。", [("や", "、"), ("", "や警察")]),
    ],
    ids=["及び", "及び of a shorter list", "又は", "や"],
)
def test_a_list_gains_its_last_item_and_no_other_is_marked(
    old: str, new: str, changed: list[tuple[str, str]]
) -> None:
    """The conjunction moves to the new last item; the item in front of it is kept."""
    edits = [(one.old, one.new) for one in diff_text(old, new) if one.kind is not EditKind.EQUAL]
    assert edits == changed


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        pytest.param(
            "連携を図り、地域の見守りを強化し、啓発活動を行う。",
            "地域の見守りを強化し、連携を図り、啓発活動を行う。",
            EditKind.SUBSTANCE,
            id="a-clause-in-a-sentence",
        ),
        pytest.param(
            "遊具の更新に要する費用を補助する。備品の購入に要する費用を補助する。",
            "備品の購入に要する費用を補助する。遊具の更新に要する費用を補助する。",
            EditKind.WORDING,
            id="a-sentence-among-others-that-do-the-same",
        ),
    ],
)
def test_only_whole_sentences_may_move_without_a_change_of_fact(
    old: str, new: str, kind: EditKind
) -> None:
    """Within a sentence the order may be that of the steps."""
    found = {one.kind for one in diff_text(old, new)} - {EditKind.EQUAL}
    assert found == {kind}
