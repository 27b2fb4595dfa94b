"""Which row of one document is which of another: cases, and what holds for every plan."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bouhan_diff.edition import Edition
from bouhan_diff.linkage import DOUBTFUL_BELOW
from bouhan_diff.linkage.linker import match_initiatives
from bouhan_diff.plan import Column, ColumnType, FieldValue, Initiative, Plan, Section

R5, R6 = Edition(2023), Edition(2024)
CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "linkage.yaml").read_text(encoding="utf-8")
)


def plan_of(
    rows: list[list[Any]], edition: Edition, column: str = "", plan_title: str = "計画"
) -> Plan:
    """Return a plan of the rows of a case; the reference of the n-th row ends in n.

    column: the further column that the text stands in, if any.
    """
    sections: list[Section] = []
    number = 0
    for title, group in groupby(rows, key=lambda row: row[0]):
        initiatives = []
        for _title, name, department, text, *more in group:
            number += 1
            given = more[0] if more else {}
            fields = dict(given) if isinstance(given, dict) else {"事業コード": given}
            summaries = {} if column else {edition: text}
            if column:
                fields[column] = text
            initiatives.append(Initiative(number, name, summaries, department, fields=fields))
        sections.append(Section(len(sections) + 1, title, tuple(initiatives)))
    headings = {key: None for s in sections for one in s.initiatives for key in one.fields}
    columns = (
        Column(key, ColumnType.AMOUNT if key[-1] in "費額" else ColumnType.TEXT) for key in headings
    )
    return Plan(plan_title, {edition: ""}, tuple(sections), columns=tuple(columns))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_each_row_is_linked_to_its_own(case: dict[str, Any]) -> None:
    """What is linked is what the case lists and nothing else, and doubtful where it says so."""
    column = "内容" if "fields" in case else "予算額" if "amounts" in case else ""
    titles = case.get("titles", ["計画", "計画"])
    old, new = (
        plan_of(rows, edition, column, title)
        for rows, edition, title in zip((case["old"], case["new"]), (R5, R6), titles, strict=True)
    )
    matches = match_initiatives(old, new, R5, R6)
    sure: dict[int, list[int]] = {}
    doubtful: dict[int, list[int]] = {}
    for match in matches:
        for one in match.old:
            found = doubtful if match.certainty < DOUBTFUL_BELOW else sure
            if match.new:
                found[int(one.initiative.number)] = [int(n.initiative.number) for n in match.new]
    open_rows = set(case.get("doubtful", ()))
    expected = case["expected"]
    assert sure == {o: n for o, n in expected.items() if o not in open_rows}
    assert doubtful == {o: n for o, n in expected.items() if o in open_rows}


WORDS = st.sampled_from(
    ["", "見守り活動", "見守り", "街路灯（甲小）", "街路灯（乙小）", "―", "実施する。"]
)
FIELDS = st.dictionaries(st.sampled_from(["事業コード", "対象者", "予算額"]), WORDS, max_size=2)
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS, FIELDS), max_size=6)


def plan_with(
    sections: list[tuple[str, list[tuple[str, str, str, dict[str, str]]]]], edition: Edition
) -> Plan:
    """Return a plan of drawn sections."""
    return Plan(
        "計画",
        {edition: ""},
        tuple(
            Section(
                n,
                title,
                tuple(
                    Initiative(m, name, {edition: text} if text else {}, department, fields=fields)
                    for m, (name, text, department, fields) in enumerate(rows, 1)
                ),
            )
            for n, (title, rows) in enumerate(sections, 1)
        ),
    )


@given(st.lists(st.tuples(st.sampled_from(["章", "再掲", ""]), ROWS), max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_document_linked_with_the_same_of_another_year_is_itself(
    sections: list[tuple[str, list[tuple[str, str, str, dict[str, str]]]]],
) -> None:
    """Whatever a plan repeats, each row is linked to the same row, and to that alone."""
    old, new = plan_with(sections, R5), plan_with(sections, R6)
    matches = match_initiatives(old, new, R5, R6)
    assert [([o.ref for o in m.old], [n.ref for n in m.new]) for m in matches] == [
        ([ref], [ref]) for ref in (f"{s.number}-{i.number}" for s, i in old.initiatives())
    ]


def test_thousands_of_rows_are_linked_though_one_in_twenty_was_renamed() -> None:
    """There is no bound on rows, and large documents are linked as well as small ones."""
    texts = [f"第{n}工区の{n * 7919 % 9973}号線で舗装{n * 31 % 977}を改める。" for n in range(3000)]
    names = [f"{n}号線の整備" for n in range(3000)]
    renamed = [f"改良{n}" if n % 20 == 0 else name for n, name in enumerate(names)]
    old, new = (
        plan_of(
            [["章", name, "土木課", text] for name, text in zip(some, texts, strict=True)], year
        )
        for some, year in ((names, R5), (renamed, R6))
    )
    matches = match_initiatives(old, new, R5, R6)
    assert all([o.ref for o in m.old] == [n.ref for n in m.new] for m in matches)


def of_accounts(edition: Edition, last: str) -> Plan:
    """A plan of 40 works whose columns each have two values, and a last one of any name."""
    kinds = ["民生", "土木", "教育", "衛生", "消防", "商工", "労働", "農林", "総務", "議会"]
    headings = [f"項目{sign}" for sign in "あいうえおかきくけこさし"]

    def values(number: int) -> dict[str, FieldValue]:
        return {
            heading: kinds[at % 10]
            + ("係数" if number >> at % 5 & 1 else "区分")
            + kinds[(3 * at + 1) % 10]
            for at, heading in enumerate(headings)
        }

    rows = [
        Initiative(n, f"{chr(0x4E00 + 97 * n)}{chr(0x5000 + 31 * n)}の事業", {}, fields=values(n))
        for n in range(1, 40)
    ]
    rows.append(Initiative(99, last, {}, fields=values(21) | dict([*values(10).items()][::2])))
    columns = tuple(map(Column, headings))
    return Plan("計画", {edition: ""}, (Section(1, "章", tuple(rows)),), columns=columns)


def test_values_of_many_rows_make_no_pair_of_other_names() -> None:
    """What each 款 and 会計 says of all its rows does not make two works of them one."""
    old, new = of_accounts(R5, "支援施設改修工事"), of_accounts(R6, "終活支援センター運営")
    for match in match_initiatives(old, new, R5, R6):
        numbers = {one.initiative.number for one in (*match.old, *match.new)}
        assert 99 not in numbers or not (match.old and match.new)


def budgeted(edition: Edition, own: str, period: str) -> Plan:
    """A plan of eight commitments for one period, and one whose name is near to another's."""
    names = [f"{chr(0x4E00 + 97 * n)}{chr(0x5000 + 31 * n)}の契約" for n in range(1, 8)] + [own]
    rows = [
        Initiative(n, name, {}, fields={"期間": {edition: period}})
        for n, name in enumerate(names, 1)
    ]
    section = Section(1, f"{edition}の追加", tuple(rows))
    return Plan("計画", {edition: ""}, (section,), columns=(Column("期間"),))


def test_a_near_name_and_a_value_of_many_rows_are_doubtful() -> None:
    """空調設備 is no 消防設備, though both contracts are for the years that all have."""
    period = "令和６年度から令和７年度までの二か年度"
    old = budgeted(R5, "空調設備保守点検業務委託契約", period)
    new = budgeted(R6, "消防設備保守点検業務委託契約", period)
    pairs = {
        one.old[0].initiative.number: one for one in match_initiatives(old, new, R5, R6) if one.old
    }
    assert not pairs[8].new or pairs[8].certainty < DOUBTFUL_BELOW


def test_editions_without_any_text_make_no_texts_equal() -> None:
    """Of supplements 説明 is of the year: that 補正前 and 補正後 have no text says nothing."""
    before, after = map(Edition.of_label, ("補正前", "補正後"))

    def supplement(name: str, text: str) -> Plan:
        others = [("文書広報費", "広報紙を毎月配る。"), ("老人福祉費", "敬老会を開く。")]
        rows = [
            Initiative(n, title, {R5: said}, fields={"予算額": {before: f"{n}00", after: f"{n}50"}})
            for n, (title, said) in enumerate([*others, (name, text)], 1)
        ]
        years = {before: "", after: "", R5: "説明"}
        sections = (Section(1, "歳入", tuple(rows)),)
        return Plan("補正予算", years, sections, columns=(Column("予算額", ColumnType.AMOUNT),))

    old = supplement("総務費寄付金", "応援寄附の見込みが増えたことによる。")
    new = supplement("総務費国庫補助金", "戸籍の番号を付けるための国の補助である。")
    for match in match_initiatives(old, new, after, after):
        numbers = {one.initiative.number for one in (*match.old, *match.new)}
        assert 3 not in numbers or not (match.old and match.new) or match.certainty < DOUBTFUL_BELOW
