"""Which initiative of one document is which of another."""

import random
from collections import Counter
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff import load_plan
from bouhan_diff.edition import Edition
from bouhan_diff.errors import UserError
from bouhan_diff.linkage import DOUBTFUL_BELOW, Match
from bouhan_diff.linkage.linker import match_initiatives
from bouhan_diff.linkage.scoring import Evidence
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, Section

NEXT_YEAR = Path(__file__).parent.parent / "cases" / "next_year"
SUCCESSORS = Path(__file__).parent.parent / "cases" / "successors"
CASES = yaml.safe_load((SUCCESSORS / "cases.yaml").read_text("utf-8"))
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
R5, R6, R7 = Edition(2023), Edition(2024), Edition(2025)


def pairs(matches: tuple[Match, ...]) -> set[tuple[str, str]]:
    """The matched references, old and new."""
    return {(o.ref, n.ref) for match in matches for o in match.old for n in match.new}


def one_row(name: str, text: str, department: str = "", *, year: Edition = R6) -> Plan:
    """A plan of one initiative."""
    initiative = Initiative(1, name, {year: text}, department)
    return Plan("計画", {year: f"{year}"}, (Section(1, "章", (initiative,)),))


def test_the_fictional_successor_is_matched_exactly_and_without_doubt() -> None:
    """Renamed, merged, split, new and dropped initiatives are all found, none by doubt."""
    answers = yaml.safe_load((NEXT_YEAR / "matches.yaml").read_text("utf-8"))
    truth = {(old, new) for old, news in answers.items() for new in news}
    matches = match_initiatives(load_plan(), load_plan(NEXT_YEAR / "programs.yaml"), R5, R7)
    assert pairs(matches) == truth
    assert [match for match in matches if match.certainty < DOUBTFUL_BELOW] == []


@pytest.mark.parametrize("case", CASES, ids=[case["new"] for case in CASES])
def test_a_successor_is_matched_without_error(case: dict[str, Any]) -> None:
    """Nothing is matched wrongly, doubt stands where it must, and only known pairs are missed."""
    old = load_plan(SUCCESSORS / case["old"]) if "old" in case else load_plan()
    old_edition, new_edition = map(Edition.parse, case["years"])
    matches = match_initiatives(old, load_plan(SUCCESSORS / case["new"]), old_edition, new_edition)
    truth, missed = (
        {(old_ref, new_ref) for old_ref, news in case[key].items() for new_ref in news}
        for key in ("matches", "missed")
    )
    assert pairs(matches) == truth - missed
    doubtful = tuple(match for match in matches if match.certainty < DOUBTFUL_BELOW)
    assert [old_ref for old_ref, _new in pairs(doubtful)] == case["doubtful"]


def test_a_number_that_is_a_code_tells_one_of_many_namesakes() -> None:
    """Though its department and its text changed, 0004 is not dropped and new."""

    def plan(year: Edition, changed: Initiative) -> Plan:
        rows = [
            Initiative(f"{n:04}", "公園維持管理事業", {year: f"第{n}公園を清掃する。"}, "公園課")
            for n in range(1, 7)
        ]
        rows[3] = changed
        return Plan("計画", {year: ""}, (Section(1, "章", tuple(rows)),))

    old = plan(R6, Initiative("0004", "公園維持管理事業", {R6: "遊具を直す。"}, "公園課"))
    new = plan(R7, Initiative("0004", "公園維持管理事業", {R7: "遊具を点検し、直す。"}, "施設課"))
    matches = match_initiatives(old, new, R6, R7)
    assert pairs(matches) == {(f"1-{n:04}", f"1-{n:04}") for n in range(1, 7)}


def test_what_is_of_another_year_has_no_text_in_this_one() -> None:
    """A new row without a main text is matched though its fields end otherwise in its own year."""
    title = "海外企業誘致対日投資促進事業"
    kept = Initiative(1, title, {R6: "海外企業への誘致の強化"})
    added = Initiative(
        1, "査証制度の導入", {}, fields={"区分": title, "会計": "一般会計", "額": {R7: "2千円"}}
    )
    old = Plan("計画", {R6: ""}, (Section(1, "章", (kept,)),))
    new = Plan("計画", {R6: "", R7: ""}, (Section(1, "章", (added,)),))
    assert pairs(match_initiatives(old, new, R6, R7)) <= {("1-1", "1-1")}


def test_plans_of_strangers_share_nothing_without_doubt() -> None:
    """Where neither names nor departments are shared, what sounds alike is another's."""
    plans = [load_plan(SUCCESSORS / case["new"]) for case in CASES]
    for old, new in permutations(plans, 2):
        if old.publisher != new.publisher:
            matches = match_initiatives(old, new, max(old.editions), max(new.editions))
            certain = [match for match in matches if match.certainty >= DOUBTFUL_BELOW]
            assert not [pair for pair in certain if pair.old and pair.new]


def test_a_plan_matches_itself() -> None:
    """With nothing changed, every initiative is itself, with all but full certainty."""
    plan = load_plan()
    matches = match_initiatives(plan, plan, R5, R6)
    assert all(match.old == match.new for match in matches)
    assert len(matches) == 37
    assert min(match.certainty for match in matches) > 0.95


def test_every_initiative_is_in_exactly_one_match() -> None:
    """Nothing is lost and nothing stands twice, whatever was merged or split."""
    old, new = load_plan(), load_plan(NEXT_YEAR / "programs.yaml")
    matches = match_initiatives(old, new, R5, R7)
    assert sorted(e.ref for m in matches for e in m.old) == sorted(
        f"{s.number}-{i.number}" for s, i in old.initiatives()
    )
    assert sorted(e.ref for m in matches for e in m.new) == sorted(
        f"{s.number}-{i.number}" for s, i in new.initiatives()
    )


_WORDS = st.sampled_from(["相談事業", "情報提供", "まちあるき", "－", "", "街路灯を設置する。"])
_TOLD = st.dictionaries(st.sampled_from([R5, R6, R7]), _WORDS, min_size=1)
_ROWS = st.lists(st.tuples(_WORDS, _TOLD, _WORDS), max_size=5)


@given(_ROWS, _ROWS)
def test_whatever_the_plans_hold_nothing_is_lost(
    old_rows: list[tuple[str, dict[Edition, str], str]],
    new_rows: list[tuple[str, dict[Edition, str], str]],
) -> None:
    """Twins, blanks and years that are missing leave every initiative in exactly one match."""
    old, new = (
        Plan(
            "計画",
            {year: f"{year}" for year in (R5, R6, R7)},
            (Section(1, "章", tuple(Initiative(n, *row) for n, row in enumerate(rows, 1))),),
        )
        for rows in (old_rows, new_rows)
    )
    matches = match_initiatives(old, new, R5, R7)
    for side, year, plan in (("old", R5, old), ("new", R7, new)):
        told = [i for _s, i in plan.initiatives() if year in i.summaries]
        found = [entry.initiative for match in matches for entry in getattr(match, side)]
        assert sorted(i.number for i in found) == [i.number for i in told]
    assert all(0 <= match.certainty <= 1 for match in matches)


def test_what_keeps_its_name_is_not_new_where_a_part_of_it_took_most_of_its_text() -> None:
    """敬老会 is split in 敬老会 and 敬老会（会場分）, and dropped or new in neither year."""
    rest = [
        (f"{name}の貸出し", f"{name}を窓口で貸し出し、年{n}回の点検を行う。")
        for n, name in enumerate(("車いす", "拡声器", "テント", "長机"), 2)
    ]
    text = "長寿を祝う会を開き、会場までの送迎の車を走らせ、記念の品を贈る。"
    parts = [
        ("敬老会", "町内会と開く。"),
        ("敬老会（会場分）", "設営のほか、会場までの送迎の車を走らせ、記念の品を贈る。"),
    ]

    def plan(rows: list[tuple[str, str]], year: Edition) -> Plan:
        made = (Initiative(n, name, {year: said}) for n, (name, said) in enumerate(rows, 1))
        return Plan("計画", {year: ""}, (Section(1, "章", tuple(made)),))

    matches = match_initiatives(
        plan([("敬老会", text), *rest], R6), plan([*parts, *rest], R7), R6, R7
    )
    (split,) = (match for match in matches if len(match.new) > 1)
    assert pairs((split,)) == {("1-1", "1-1"), ("1-1", "1-2")}
    assert all(match.old and match.new for match in matches)


def test_a_remark_that_an_item_has_ended_joins_it_to_no_other() -> None:
    """（廃目） stands beside 商工費委託金 one year, and beside 農林費補助金 the next."""
    rest = [
        (f"{name}費補助金", f"{name}の設備を更新する費用に対し、国から交付される。")
        for name in ("総務", "民生", "土木", "消防", "教育", "衛生")
    ]

    def plan(rows: list[tuple[str, str]], year: Edition) -> Plan:
        made = (Initiative(n, name, {year: said}) for n, (name, said) in enumerate(rows, 1))
        return Plan("予算", {year: ""}, (Section(1, "章", tuple(made)),))

    farms = "農道の舗装と茶園の改植に対し、国から交付される。"
    old = plan([*rest, ("農林費補助金", farms), ("商工費委託金", "（廃目）")], R6)
    new = plan([*rest, ("農林費補助金", "（廃目）")], R7)
    matches = match_initiatives(old, new, R6, R7)
    assert [match.old[0].initiative.name for match in matches if not match.new] == ["商工費委託金"]


def test_the_same_summary_is_the_same_initiative_whatever_its_name() -> None:
    """Names with nothing in common do not part what the year they share tells alike."""
    text = (
        "市庁舎の国道側壁面に、啓発用懸垂幕を掲出し、来庁する市民をはじめ広く防犯意識の向上を図る。"
    )
    (match,) = match_initiatives(one_row("懸垂幕", text), one_row("庁舎広報", text), R6, R6)
    assert match.old
    assert match.new
    assert match.certainty >= DOUBTFUL_BELOW


def test_the_same_name_alone_is_doubtful() -> None:
    """One name over wholly different summaries and departments is matched with a doubt."""
    old = one_row("見守り活動", "通学路に立ち、児童の登下校を見守る。", "教育部指導室")
    new = one_row("見守り活動", "独居の方へ電話をかけ安否を尋ねる。", "福祉部介護福祉課")
    (match,) = match_initiatives(old, new, R6, R6)
    assert match.old
    assert match.new
    assert match.certainty < DOUBTFUL_BELOW


@pytest.mark.parametrize("text", ["継続", "－", "", "実施する。", "いつもどおり"])
def test_names_decide_where_the_summaries_say_nothing(text: str) -> None:
    """In a plan that says the same of all, initiatives are known by their names, without doubt."""
    names = ["相談事業", "情報提供", "研修会の開催", "広報紙の発行", "まちあるき"]
    old, new = (
        Plan(
            "計画",
            {R6: "R6"},
            (Section(1, "章", tuple(Initiative(n, name, {R6: text}) for n, name in rows)),),
        )
        for rows in (enumerate(names, 1), enumerate(reversed(names), 1))
    )
    matches = match_initiatives(old, new, R6, R6)
    assert pairs(matches) == {(f"1-{n}", f"1-{6 - n}") for n in range(1, 6)}
    assert [match for match in matches if match.certainty < DOUBTFUL_BELOW] == []


def test_a_unique_name_is_no_doubt_where_one_document_says_nothing_more() -> None:
    """A list of names alone contradicts no text; departments that differ still do."""
    listed = one_row("観血的動脈圧測定", "")
    (match,) = match_initiatives(listed, one_row("観血的動脈圧測定", "Ａ 動脈圧測定"), R6, R6)
    assert match.certainty >= DOUBTFUL_BELOW
    old = one_row("見守り活動", "", "教育部指導室")
    new = one_row("見守り活動", "独居の方へ電話をかけ安否を尋ねる。", "福祉部介護福祉課")
    (match,) = match_initiatives(old, new, R6, R6)
    assert match.certainty < DOUBTFUL_BELOW


def test_the_users_links_come_first() -> None:
    """A linked pair is certain, and a reference linked to nothing is dropped."""
    plan = load_plan()
    links = {"1-1": ("1-2",), "1-2": ("1-1", "1-3"), "1-3": ()}
    matches = match_initiatives(plan, plan, R5, R6, links)
    found = pairs(matches)
    assert {("1-1", "1-2"), ("1-2", "1-1"), ("1-2", "1-3")} <= found
    assert not {pair for pair in found if pair[0] == "1-3"}
    assert {m.certainty for m in matches if m.old and m.old[0].ref in {"1-1", "1-2"}} == {1.0}


def test_a_link_of_another_year_is_left_aside() -> None:
    """A file of links serves every pair of years, also those that lack one of its initiatives."""
    old = Plan(
        "計画",
        {R5: "R5", R6: "R6"},
        (
            Section(
                1,
                "章",
                (Initiative(1, "広報", {R5: "終わる。"}), Initiative(2, "巡回", {R6: "回る。"})),
            ),
        ),
    )
    links = {"1-1": ("1-1",)}
    (new,) = match_initiatives(old, one_row("広報", "出す。"), R6, R6, links)[:1]
    assert not new.old


def test_a_link_to_nowhere_is_told() -> None:
    """A reference that neither plan has is the user's mistake, all of them at once."""
    plan = load_plan()
    with pytest.raises(UserError) as error:
        match_initiatives(plan, plan, R5, R6, {"9-9": ("1-1",), "1-1": ("8-8",)})
    assert [("9-9" in str(p), "8-8" in str(p)) for p in error.value.problems] == [
        (True, False),
        (False, True),
    ]


def test_a_new_initiative_is_no_part_of_one_that_is_told_already() -> None:
    """A name that is taken up again for something else makes no split of its former bearer."""
    text = "介護支援専門員を対象に研修会を年４回開催する。"
    other = "管理者を集め、虐待の防止を学ぶ。"
    kept = Initiative(7, "ケアマネジャーの資質向上", {R6: text})
    reused = Initiative(6, "研修会の開催", {R6: other})
    new = Plan("計画", {R6: "R6"}, (Section(1, "章", (reused, kept)),))
    matches = match_initiatives(one_row("研修会の開催", text), new, R6, R6)
    assert pairs(matches) == {("1-1", "1-7")}


def test_what_was_not_there_in_a_year_both_tell_of_is_new() -> None:
    """A name taken up again by a row that its own document has not in that year is new."""
    old = one_row("見守り活動", "通学路に立ち、児童の登下校を見守る。")
    begun = Initiative(1, "見守り活動", {R7: "独居の方へ電話をかけ安否を尋ねる。"})
    new = Plan("計画", {R6: "R6", R7: "R7"}, (Section(1, "章", (begun,)),))
    assert pairs(match_initiatives(old, new, R6, R7)) == set()


def test_a_year_that_both_tell_of_makes_an_unknown_result_of_the_next_no_end() -> None:
    """A name is one row in a year that both have, though one has no result of the next year yet."""
    years = {R5: "", R6: "", R7: ""}
    text = {R6: "通学路に立ち、児童の登下校を見守る。"}
    other = {R7: "独居の方へ電話をかけ安否を尋ねる。"}
    results = {"実績値": {R5: "80", R6: "-"}}, {"実績値": {R5: "144", R6: "181"}}
    old = Initiative(1, "夕暮れの見守り活動の推進", text, fields=results[0])
    new = Initiative(2, "夕暮れの見守り活動の推進", other, fields=results[1])
    plans = [Plan("計画", years, (Section(1, "章", (one,)),)) for one in (old, new)]
    assert pairs(match_initiatives(*plans, R6, R7)) == {("1-1", "1-2")}


def test_a_part_of_the_document_with_one_year_alone_says_nothing_of_the_year_before() -> None:
    """款 and 項 of one name in 第１表 stay pairs, though 説明書 tells of both years."""

    def budget(old: Edition, new: Edition) -> Plan:
        this = {"金額": {new: "1,200"}}
        both = {"金額": {old: "1,100", new: "1,200"}}
        table = tuple(Initiative(n, "繰越金", {}, fields=this) for n in (0, 1))
        details = (Initiative(1, "繰越金", {}, fields=both),)
        sections = (Section("1-3", "第１表　繰越金", table), Section("2-3", "説明書", details))
        return Plan("予算", {old: "", new: ""}, sections)

    found = pairs(match_initiatives(budget(R5, R6), budget(R6, R7), R6, R7))
    assert found == {("1-3-0", "1-3-0"), ("1-3-1", "1-3-1"), ("2-3-1", "2-3-1")}


def test_a_table_that_says_nothing_of_a_year_contradicts_no_row_of_it() -> None:
    """A row keeps its table where a namesake in another one has values of the shared year."""
    old_fields, new_fields = {"番地": {R6: "111"}}, {"番地": {R7: "111"}}
    old = Section(1, "体系", (Initiative(1, "子育ての支援", {}, fields=old_fields),))
    same = Section(1, "体系", (Initiative(1, "子育ての支援", {}, fields=new_fields),))
    rated = Initiative(11, "子育ての支援", {}, fields={"満足度": {R6: "2.9", R7: "3.0"}})
    years = {R6: "", R7: ""}
    new = Plan("計画", years, (same, Section(2, "領域", (rated,))))
    matches = match_initiatives(Plan("計画", {R6: ""}, (old,)), new, R6, R7)
    assert pairs(matches) == {("1-1", "1-1")}


@pytest.mark.parametrize(
    ("old", "new", "is_one"),
    [("道路", "道路の清掃", False), ("清掃", "清流", False), ("道路整備", "道路整備の推進", True)],
)
def test_near_names_of_a_few_characters_say_nothing(old: str, new: str, is_one: bool) -> None:
    """A name that another contains is near it only where it has four characters and more."""
    before = one_row(old, "通学路に立ち、児童の登下校を見守る。")
    after = one_row(new, "独居の方へ電話をかけ安否を尋ねる。")
    assert bool(pairs(match_initiatives(before, after, R6, R6))) is is_one


@pytest.mark.parametrize(
    ("name", "department", "is_one"),
    [("公民館の改修", "教育委員会", False), ("公民館の改修", "消防署", True)],
    ids=["nothing in common", "one department"],
)
def test_a_reason_that_several_rows_give_is_no_match(
    name: str, department: str, is_one: bool
) -> None:
    """Half a text alone makes no match where name and department have nothing in common."""
    reason = "世界的な半導体の不足と輸送の混乱により、"
    old = one_row("小型ポンプ購入費", f"{reason}部品の調達が遅れるため。", "消防署")
    new = one_row(name, f"{reason}年度内に納められない見込みである。", department, year=R7)
    assert bool(pairs(match_initiatives(old, new, R6, R7))) is is_one


SUBSIDIES = [
    ("見守りネットワーク推進", "地域福祉課", "町内会"),
    ("紙おむつ支給", "高齢介護課", "市内事業者"),
    ("空き店舗活用支援", "商工振興課", "市内事業者"),
    ("消防団装備更新", "警防課", "市内事業者"),
    ("橋りょう長寿命化", "道路維持課", "町内会"),
]


def _listed(year: Edition, *rows: tuple[str, dict[str, str]]) -> Plan:
    """A list of things without main texts."""
    found = tuple(
        Initiative(n, name, {}, fields={**fields, "数量": {year: f"{n}{year.western}"}})
        for n, (name, fields) in enumerate(rows, 1)
    )
    headings = dict.fromkeys(heading for _name, fields in rows for heading in fields)
    columns = (*map(Column, headings), Column("数量", ColumnType.AMOUNT))
    return Plan("台帳", {year: ""}, (Section(1, "章", found),), columns=columns)


_OTHERS = tuple((f"備品{n}", {"単位": "枚", "保管場所": f"{n}番倉庫"}) for n in range(5))


@pytest.mark.parametrize(
    ("old", "new", "is_one"),
    [
        pytest.param(
            ("懐中電灯", {"単位": "個", "保管場所": "本庁舎"}),
            ("段ボールベッド", {"単位": "台", "保管場所": "本庁舎"}),
            False,
            id="one place of two things",
        ),
        pytest.param(
            ("軽自動車", {"登録番号": "みなと580い77", "初度登録": "H18.9", "更新年度": "R6"}),
            ("軽電気自動車", {"登録番号": "みなと580う88", "初度登録": "R7.4", "更新年度": "R18"}),
            False,
            id="near names of two cars",
        ),
        pytest.param(
            ("懐中電灯", {"単位": "個", "保管場所": "本庁舎の地下倉庫"}),
            ("ＬＥＤライト", {"単位": "個", "保管場所": "本庁舎の地下倉庫"}),
            True,
            id="the same in all but the name",
        ),
    ],
)
def test_a_thing_under_another_name_agrees_in_most_of_what_is_said_of_it(
    old: tuple[str, dict[str, str]], new: tuple[str, dict[str, str]], *, is_one: bool
) -> None:
    """Where no text says what a row is, one value that two share is no sign of it."""
    found = match_initiatives(_listed(R6, *_OTHERS, old), _listed(R7, *_OTHERS, new), R6, R7)
    assert (("1-6", "1-6") in pairs(found)) == is_one


def subsidies(year: Edition, *changes: tuple[str, str]) -> Plan:
    """Make a list of subsidies without a main text, of which some go to others than before."""
    going = {name: whom for name, _department, whom in SUBSIDIES} | dict(changes)
    rows = [
        Initiative(
            number,
            f"{name}補助金",
            {},
            department,
            fields={
                "根拠規程": f"{name}補助金交付要綱",
                "交付先": {year: going[name]},
                "補助率": {year: "定額" if going[name] == "市内事業者" else "２分の１以内"},
            },
        )
        for number, (name, department, _whom) in enumerate(SUBSIDIES, 1)
        if going[name]
    ]
    return Plan("補助金一覧", {year: f"{year}"}, (Section(1, "補助金", tuple(rows)),))


def test_values_that_many_rows_have_merge_nothing() -> None:
    """A dropped subsidy is no part of the next, which now goes to the same: many do."""
    old, new = (
        subsidies(R6),
        subsidies(R7, ("紙おむつ支給", ""), ("橋りょう長寿命化", "市内事業者")),
    )
    assert pairs(match_initiatives(old, new, R6, R7)) == {
        (f"1-{n}", f"1-{n}") for n in (1, 3, 4, 5)
    }


@pytest.mark.parametrize(
    ("new", "department", "is_one"),
    [
        ("移住定住更新事業", "政策企画課", False),
        ("移住定住設計事業", "政策企画課", True),
    ],
    ids=["part-of-a-name", "name-contained"],
)
def test_part_of_a_name_is_no_match_in_another_department(
    new: str, department: str, is_one: bool
) -> None:
    """Where little text speaks, a dropped and a new row of two departments stay apart."""
    others = [
        (f"{place}{what}事業", f"{place}課")
        for place in ("図書館", "消防団", "商店街", "河川", "保育所", "公園", "市道")
        for what in ("運営", "整備")
    ]
    plans = [
        Plan(
            "計画",
            {year: f"{year}"},
            (
                Section(
                    1,
                    "章",
                    tuple(
                        Initiative(
                            n,
                            name,
                            {},
                            of,
                            fields={
                                "区分": "継続" if n > len(others) - 3 else "新規",
                                "指標": kpi if n > len(others) else "件数",
                            },
                        )
                        for n, (name, of) in enumerate([*others, last], 1)
                    ),
                ),
            ),
        )
        for year, kpi, last in (
            (R6, "利用者数", ("北部移住定住設計事業", "環境課")),
            (R7, "参加人数", (new, department)),
        )
    ]
    assert (("1-15", "1-15") in pairs(match_initiatives(*plans, R6, R7))) is is_one


def test_near_twins_are_told_apart_as_a_whole() -> None:
    """Two rows that are each other's second best go to their own, not to the first come."""
    plan = load_plan()
    section = plan.sections[1]
    turned = enumerate(reversed(section.initiatives), 1)
    initiatives = tuple(replace(initiative, number=number) for number, initiative in turned)
    swapped = replace(section, initiatives=initiatives)
    new = replace(plan, sections=(plan.sections[0], swapped, *plan.sections[2:]))
    found = pairs(match_initiatives(plan, new, R5, R6))
    assert {(f"2-{n}", f"2-{9 - n}") for n in range(1, 9)} <= found


def test_work_grows_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of names drawn by chance a row of 2,000 is compared with hardly more others than of 500."""
    compared: Counter[int] = Counter()
    of_words = Evidence._of_words

    def counted(evidence: Evidence, o: int, n: int) -> float:
        compared[len(evidence.old)] += 1
        return of_words(evidence, o, n)

    monkeypatch.setattr(Evidence, "_of_words", counted)
    for rows in (500, 2000):
        chance = random.Random(1)  # noqa: S311  repeatable, not secret
        names = ["".join(chance.choices(HAN, k=7)) for _ in range(rows)]
        others = ["".join(chance.choices(HAN, k=7)) for _ in range(rows // 10)]
        match_initiatives(named(names, R6), named([*others, *names[len(others) :]], R7), R6, R7)
    assert (1 + compared[2000] / 2000) <= 1.15 * (1 + compared[500] / 500)


def named(names: list[str], year: Edition) -> Plan:
    """Make a plan whose rows have a name and nothing else that tells them apart."""
    rows = tuple(Initiative(n, name, {year: "継続"}) for n, name in enumerate(names, 1))
    return Plan("計画", {year: ""}, (Section(1, "章", rows),))
