"""What of a name is kept from year to year."""

import pytest

from bouhan_diff.linkage.traits import Texts, bare_name


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("令和6年度敬老祝金", "敬老祝金"),
        ("敬老祝金（R6）", "敬老祝金"),
        ("選挙（令和7年度）", "選挙"),
        ("選挙費（令和6年度市長選挙）", "選挙費(市長選挙)"),
        ("令和6年能登半島地震の支援", "令和6年能登半島地震の支援"),
        ("防犯プラン2030", "防犯プラン2030"),
        ("【新規】移住相談", "移住相談"),
        ("（一部拡充）病児保育", "病児保育"),
        ("【新規・拡充】病児保育", "病児保育"),
        ("公園の点検[再掲]", "公園の点検"),
        ("★公園の点検", "公園の点検"),
        ("新規就農者の支援", "新規就農者の支援"),
        ("道路改良（補助）", "道路改良(補助)"),
        ("③ 防犯灯", "防犯灯"),
        ("(1)広報", "広報"),
        ("（ア）広報", "広報"),
        ("12. 広報", "広報"),
        ("3.11追悼式", "3.11追悼式"),
        ("市道1号線", "市道1号線"),
        ("第3期総合戦略", "総合戦略"),
        ("第二次総合計画", "総合計画"),
        ("庁舎建設（1期工事）", "庁舎建設(1期工事)"),
        ("敬老祝金（1人5,000円）", "敬老祝金"),
        ("法人税割（調定見込額 1790000×99.8%）", "法人税割"),
        ("体温計の購入（200台）", "体温計の購入"),
        ("市道の舗装（市道1234号線）", "市道の舗装(市道1234号線)"),
        ("市道の舗装（3丁目）", "市道の舗装(3丁目)"),
        ("学級の増設（35人学級）", "学級の増設(35人学級)"),
        ("令和6年度", "令和6年度"),
        ("【新規】", "【新規】"),
    ],
)
def test_what_a_year_adds_to_a_name_is_no_part_of_it(name: str, bare: str) -> None:
    """The fiscal year, status, number of the row or a phase, and figures go; all else stays."""
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("青葉市斎場の管理業務", "斎場の管理業務"),
        ("青葉市の斎場の管理業務", "斎場の管理業務"),
        ("青葉市民会館の管理業務", "青葉市民会館の管理業務"),
        ("青葉市立図書館の運営", "青葉市立図書館の運営"),
        ("東青葉市場の改修", "東青葉市場の改修"),
        ("緑市斎場の管理業務", "緑市斎場の管理業務"),
        ("青葉市", "青葉市"),
    ],
)
def test_the_office_in_front_of_a_name_tells_nothing(name: str, bare: str) -> None:
    """The municipality that the titles or publishers name goes, unless it is part of a word."""
    read = Texts(["", "令和６年度青葉市一般会計予算"])
    _written, found, _base, _qualifier = read.named(name)
    assert found == bare
