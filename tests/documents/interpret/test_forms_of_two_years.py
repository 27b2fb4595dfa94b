"""Forms of two years, compared from file to table."""

from pathlib import Path

import pytest
from office_files import FORMATS

from bouhan_diff import compare, read_document

TEXTS = {
    "川辺の清掃事業": "川を年２回清める。",
    "結婚新生活支援補助金": "新婚世帯の家賃を補助する。",
}


def written(folder: Path, suffix: str, year: int, *, rent: str, times: str) -> Path:
    """The forms of a year: a small table for each initiative, with an inner table of years."""
    texts = {name: text.replace("家賃", rent).replace("２", times) for name, text in TEXTS.items()}
    forms = [
        [
            ["事業名", name, "担当課", "市民課"],
            ["事業内容", text, "<", "<"],
            ["事業費（千円）", "区分", f"R{year - 1}決算", f"R{year}予算"],
            ["^", "事業費", str(year * 10), str(year * 10 + 10)],
        ]
        for name, text in texts.items()
    ]
    file = folder / f"R{year}{suffix}"
    file.write_bytes(FORMATS[suffix]([f"令和{year}年度 主な事業の概要", *forms]))
    return file


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf"])
def test_forms_of_two_years_are_compared_label_by_label(suffix: str, tmp_path: Path) -> None:
    """Every form meets the one of the same name, its text and its amount of the year."""
    old = read_document(written(tmp_path, suffix, 7, rent="家賃", times="２"))
    new = read_document(written(tmp_path, suffix, 8, rent="家賃と引越費用", times="２"))
    assert old.plan
    assert new.plan
    table = compare([old.plan, new.plan], "R7", "R8")
    rows = {row.name: row for row in table.rows()}
    assert set(rows) == set(TEXTS)
    for row in rows.values():
        money = next(field for field in row.fields if field.heading.endswith("予算"))
        assert (money.old, money.new) == ("80", "90")
    assert rows["結婚新生活支援補助金"].new == "新婚世帯の家賃と引越費用を補助する。"
