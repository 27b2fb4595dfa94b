"""Workbooks with a form for each initiative, and a list of the same ones."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from bouhan_diff.documents import Reading, read_document
from bouhan_diff.edition import Edition

NAMES = ("見守り活動", "防犯教室", "街路灯整備")
R6 = Edition.read("R6")

Rows = list[tuple[int | str, ...]]


def forms(names: tuple[str, ...]) -> dict[str, Rows]:
    """A sheet for each initiative."""
    return {
        f"個票{n}": [
            ("令和６年度 事務事業評価シート",),
            ("事業名", name, "担当課", "市民課"),
            ("事業概要", f"{name}を進める。"),
            ("予算額（千円）", n * 100),
            ("目的", "安全"),
            ("対象", "市民"),
        ]
        for n, name in enumerate(names, 1)
    }


def listed(names: tuple[str, ...], *, amount: int = 100) -> Rows:
    """A list of initiatives, with numbers that the forms do not have."""
    heads: Rows = [("令和６年度 事業一覧",), ("番号", "事業名", "担当課", "予算額（千円）")]
    return [*heads, *((n, name, "市民課", n * amount) for n, name in enumerate(names, 1))]


def read(folder: Path, sheets: dict[str, Rows]) -> Reading:
    """What a workbook of these sheets is read as."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / "評価.xlsx"
    book.save(path)
    return read_document(path)


@pytest.mark.parametrize("is_first", [True, False], ids=["list first", "list last"])
def test_an_initiative_with_a_form_is_counted_once(tmp_path: Path, *, is_first: bool) -> None:
    """The list adds what the forms lack, such as numbers, and no initiative."""
    sheets = forms(NAMES)
    one = {"一覧": listed(NAMES)}
    reading = read(tmp_path, one | sheets if is_first else sheets | one)
    assert reading.plan is not None
    found = [one for _section, one in reading.plan.initiatives()]
    assert [(one.number, one.name) for one in found] == list(enumerate(NAMES, 1))
    assert [one.fields["予算額"] for one in found] == [{R6: "100"}, {R6: "200"}, {R6: "300"}]
    assert {one.department for one in found} == {"市民課"}


def test_an_initiative_of_the_list_alone_stays(tmp_path: Path) -> None:
    """What has no form is an initiative of its own."""
    reading = read(tmp_path, {"一覧": listed((*NAMES, "花いっぱい運動")), **forms(NAMES)})
    assert reading.plan is not None
    names = [one.name for _section, one in reading.plan.initiatives()]
    assert sorted(names) == sorted((*NAMES, "花いっぱい運動"))


def test_what_the_list_says_otherwise_is_reported(tmp_path: Path) -> None:
    """An amount of the list that differs from the form's is in no field, and in a report."""
    reading = read(tmp_path, {"一覧": listed(NAMES, amount=110), **forms(NAMES)})
    losses = [one.data["text"] for one in reading.diagnostics if one.code == "text-outside"]
    assert all(any(amount in loss for loss in losses) for amount in ("110", "220", "330"))
