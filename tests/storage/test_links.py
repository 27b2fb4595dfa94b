"""The user's own matches, read from a small file."""

from pathlib import Path

import pytest

from bouhan_diff.errors import UserError
from bouhan_diff.storage.links import load_links


def links_in(folder: Path, text: str) -> dict[str, tuple[str, ...]]:
    """The links of a file with the text."""
    file = folder / "links.yaml"
    file.write_text(text, encoding="utf-8")
    return load_links(file)


def test_an_old_reference_has_one_several_or_no_new_ones(tmp_path: Path) -> None:
    """Renumbered, split and dropped initiatives, with comments beside them."""
    text = "4-5: 2-3  # こどもSOSの家\n4-2: [3-8, 3-9]\n6-4: []\nⅠ-2: '1-1'\n"
    assert links_in(tmp_path, text) == {
        "4-5": ("2-3",),
        "4-2": ("3-8", "3-9"),
        "6-4": (),
        "Ⅰ-2": ("1-1",),
    }


def test_a_reference_may_be_written_with_any_dash(tmp_path: Path) -> None:
    """What is meant is one of the plan's references, however wide its characters are."""
    file = tmp_path / "links.yaml"
    file.write_text("4–5: ２ー3\n４－６: 2―4\n", encoding="utf-8")
    links = load_links(file, old={"4-5", "4-6"}, new={"2-3", "2-4"})
    assert links == {"4-5": ("2-3",), "4-6": ("2-4",)}


def test_the_fictional_successors_answers_are_such_a_file() -> None:
    """What the tests hold matching against can be given with --links."""
    answers = Path(__file__).parent.parent / "cases" / "next_year" / "matches.yaml"
    assert load_links(answers)["4-2"] == ("3-8", "3-9")


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", ":1:1", "belong here"),
        ("- 4-5\n", ":1:1", "belong here"),
        ("4-5:\n", ":1:5", "not a link"),
        ("4-5: {a: b}\n", ":1:6", "not a link"),
        ("4-5: [2-3, []]\n", ":1:12", "not a link"),
        ("4-5: [2-3, '']\n", ":1:12", "not a link"),
        ("4-5: !x 2-3\n", ":1:6", "Tags such as !x"),
        ("!x 4-5: 2-3\n", ":1:1", "Tags such as !x"),
        ("4-5: [!!python/name:os.system x]\n", ":1:7", "Tags such as !!python/name:os.system"),
        ("4-5: !x [2-3]\n", ":1:6", "Tags such as !x"),
        ("!x {4-5: 2-3}\n", ":1:1", "Tags such as !x"),
        ("4-5: 2-3\n---\n4-6: 2-4\n", ":2:1", "second document"),
        ("4-5: 2-3\n4-5: 2-4\n", ":2:1", "second time"),
        ("*x : 2-3\n", ":1:1", "not a link"),
        ("4-5: *x\n", ":1:6", "an alias, but nothing"),
        ("[4-5]: 2-3\n", ":1:1", "not a link"),
        ("4-5: [\n", ":2:1", "bracket"),
        ("".join(f"4-{n}: {{}}\n" for n in range(2000)), ":1:6", "not a link"),
    ],
)
def test_what_is_not_a_link_is_reported_with_its_place(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    """Line and column, and how to write it."""
    with pytest.raises(UserError) as error:
        links_in(tmp_path, text)
    assert where in error.value.problems[0].where
    assert what in error.value.problems[0].what


def test_lists_too_deep_are_reported_as_such(tmp_path: Path) -> None:
    """Also where an older libyaml has no bound of its own and our reader meets them first."""
    with pytest.raises(UserError) as error:
        links_in(tmp_path, f"4-5: {'[' * 1000}{']' * 1000}\n")
    assert any(":1:" in one.where and "nested" in one.what for one in error.value.problems)


def test_every_unknown_reference_is_reported_with_its_place(tmp_path: Path) -> None:
    """An old one among the old plans' and a new one among the new plans', all at once."""
    file = tmp_path / "links.yaml"
    file.write_text("4-5: 2-3\n9-9: 2-3\n4-2: [2-3, 8-8]\n2-3: 4-5\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_links(file, old=["4-2", "4-5"], new=["2-3"])
    told = [
        (problem.where.rpartition("links.yaml")[2], problem.what)
        for problem in error.value.problems
    ]
    assert told == [
        (":2:1", "The links file names 9-9, which is not in the old plan."),
        (":3:12", "The links file names 8-8, which is not in the new plan."),
        (":4:1", "The links file names 2-3, which is not in the old plan."),
        (":4:6", "The links file names 4-5, which is not in the new plan."),
    ]


def test_another_kind_of_file_is_refused_with_what_a_links_file_is(tmp_path: Path) -> None:
    """A workbook, a PDF and an empty file are answered with the form of a links file."""
    for name, content in (("A.xlsx", b"PK\x03\x04..."), ("a.pdf", b"%PDF-1.7"), ("a.yaml", b"")):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(UserError, match=r"links file is a text file.*“4-5: 2-3”"):
            load_links(file)


def test_an_alias_stands_for_its_references(tmp_path: Path) -> None:
    """Links are YAML like any other data file."""
    text = "4-2: &both [3-8, 3-9]\n4-3: *both\n"
    assert links_in(tmp_path, text) == {"4-2": ("3-8", "3-9"), "4-3": ("3-8", "3-9")}
