"""Advice on names that were not found."""

from bouhan_diff.errors import advice_on, nearest

DEPARTMENTS = ["市民生活課", "道路維持課", "学校教育課", "子育て支援課"]


def test_a_misspelt_name_has_its_nearest_first() -> None:
    """The name that was meant comes first, whatever its width."""
    assert nearest("市民生活部", DEPARTMENTS)[0] == "市民生活課"
    assert nearest("ＬＩＮＥ配信", ["line配信事業", "道路維持課"]) == ["line配信事業"]


def test_names_much_less_like_than_the_nearest_are_left_out() -> None:
    """Beside a name that is nearly the same, others that share some words are no advice."""
    known = ["公園の整備事業", "防犯灯の整備事業", "防犯カメラの整備事業"]
    assert nearest("防犯灯の整備事業費", known) == ["防犯灯の整備事業", "防犯カメラの整備事業"]


def test_what_is_far_from_all_names_has_none() -> None:
    """A name that is merely the least far is no advice."""
    assert nearest("xyz", DEPARTMENTS) == []
    assert nearest("市民", []) == []


def test_the_advice_names_the_nearest_or_a_few() -> None:
    """Without a near name some of the known ones are listed, at most twenty."""
    assert "市民生活課" in advice_on("市民生活部", DEPARTMENTS)
    assert "道路維持課" not in advice_on("市民生活部", DEPARTMENTS)
    listed = advice_on("xyz", [f"課{number}" for number in range(30)])
    assert "課19, …" in listed
    assert "課20" not in listed
    assert "…" not in advice_on("xyz", [f"課{number}" for number in range(20)])
    assert advice_on("xyz", []) == ""


def test_a_very_long_text_is_no_misspelt_name() -> None:
    """What is longer than any name is not looked for among them."""
    assert "課1" in advice_on("課" * 1000, ["課1", "課2"])
