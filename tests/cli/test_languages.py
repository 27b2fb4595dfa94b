"""Two languages: which one is spoken, and that nothing of the other is left over."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bouhan_diff import messages
from bouhan_diff.cli.command_list import COMMANDS
from bouhan_diff.render.phrasebook import Phrasebook

PAGES = [[], *([name] for name in COMMANDS)]

# What is the same in either language: names that are typed or that stand for products.
TYPED = {
    *COMMANDS,
    *"bouhan-diff ja en R5 R6 R7 FY2023 bash zsh fish powershell".split(),
    *"table markdown html csv json jsonl facts amendment section department policy".split(),
    *"old-first new-first published weight plan ordinance name title aim number policies".split(),
    "plans",
    *"Word Excel PDF CSV YAML UTF-8 BOUHAN_DIFF_DATA".split(),
}
ENGLISH = re.compile(r"(?<![-\w.])[A-Za-z][A-Za-z0-9_-]+(?![\w.])", re.ASCII)


def english(page: str) -> set[str]:
    """The English words of a page but for what is typed: options, files and examples."""
    own = [line for line in page.splitlines() if not re.match(r" +(\$ )?bouhan-diff ", line)]
    return set(ENGLISH.findall("\n".join(own))) - TYPED


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "".join(page) or "all")
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_japanese_help_is_japanese(page: list[str], width: int, run: Callable[..., Any]) -> None:
    """No English word is left on any page, and only what is typed may be wider than the screen."""
    ran = run(*page, "--help", env={"LANGUAGE": "ja"}, width=width)
    assert (ran.code, ran.err) == (0, "")
    assert english(ran.out) == set()
    for line in ran.out.splitlines():
        assert cells(line) <= width or "--" in line or "bouhan-diff" in line, line
        assert not re.match(r" *[、。）」]", line), line
        assert not line.endswith(("（", "「")), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "".join(page) or "all")
def test_english_help_is_english(page: list[str], run: Callable[..., Any]) -> None:
    """Only examples and the plan's own words are Japanese there."""
    ran = run(*page, "--help", env={"LANGUAGE": "en"})
    own = [line for line in ran.out.splitlines() if "bouhan-diff" not in line]
    assert set(re.findall("[ぁ-んァ-ヶ一-龠]+", "\n".join(own))) <= {"令和", "年度", "エ"}


def test_help_leads_to_a_word_document(run: Callable[..., Any]) -> None:
    """The first page has the whole command, in either language."""
    for language in messages.LANGUAGES:
        ran = run("--help", env={"LANGUAGE": language})
        assert "$ bouhan-diff changes R5 R6 -o 新旧対照表.docx\n" in ran.out


def test_no_arguments_are_a_call_for_help(run: Callable[..., Any]) -> None:
    """Whoever types the name alone sees what can be done."""
    assert run() == run("--help") == run("-h")


@pytest.mark.parametrize(
    ("env", "is_japanese"),
    [
        ({"LANG": "ja_JP.UTF-8"}, True),
        ({"LANG": "ja_JP.eucJP"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "fr_FR.UTF-8"}, False),
        ({}, False),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, False),
        ({"LC_MESSAGES": "ja_JP.UTF-8", "LANG": "C"}, True),
        ({"LANGUAGE": "ja", "LANG": "en_US.UTF-8"}, True),
        ({"LANGUAGE": "en:ja", "LANG": "ja_JP.UTF-8"}, False),
        ({"LANGUAGE": "fr:ja:en", "LANG": "C"}, True),
        ({"LANGUAGE": "", "LANG": "ja_JP.UTF-8"}, True),
    ],
    ids=str,
)
@pytest.mark.skipif(os.name == "nt", reason="without a variable, Windows' own language counts")
def test_the_locale_chooses_the_language(
    env: dict[str, str], is_japanese: bool, run: Callable[..., Any]
) -> None:
    """The usual variables in their usual order, and the first language that is spoken."""
    ran = run("check", env={"LANGUAGE": "", **env})
    assert ("誤りはありません" in ran.out) is is_japanese


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "ja", "check"],
        ["--lang=ja", "check"],
        ["check", "--lang", "ja"],
        ["check", "--lang=ja"],
    ],
    ids=" ".join,
)
def test_an_option_overrides_the_locale(arguments: list[str], run: Callable[..., Any]) -> None:
    """`--lang` counts wherever it stands."""
    assert "誤りはありません" in run(*arguments, env={"LANGUAGE": "en"}).out
    english_instead = [argument.replace("ja", "en") for argument in arguments]
    assert "no errors" in run(*english_instead, env={"LANGUAGE": "ja"}).out


def test_the_last_language_counts(run: Callable[..., Any]) -> None:
    """An alias that has one can be overridden."""
    assert "誤りはありません" in run("--lang", "en", "check", "--lang=ja").out


def test_workers_speak_the_language_too(tmp_path: Path, process: Callable[..., Any]) -> None:
    """What is wrong with a file is told in one language, whichever process finds it."""
    for number in range(20):
        (tmp_path / f"{number:02}.yaml").write_text("title: [\n", encoding="utf-8")
    ran = process("changes", "--lang", "ja", "--format", "jsonl", "--data", str(tmp_path))
    assert ran.code == 2
    assert len(ran.err.splitlines()) >= 40
    assert "Here stands" not in ran.err


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ja_JP", "ja"), ("en_US", "en"), ("fr_FR", "en"), ("", "en"), ("ja-JP", "ja")],
)
def test_windows_tells_its_language_by_a_locale(locale: str, language: str) -> None:
    """The system's language is Japanese or else English; Windows sets no variable."""
    assert messages._first_known([locale]) == language


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_windows_is_asked_for_its_language() -> None:
    """The call into Windows answers."""
    assert messages._first_known([messages._windows_language()]) in messages.LANGUAGES


def cells(line: str) -> int:
    """How many cells of a terminal a line takes."""
    from rich.cells import cell_len  # noqa: PLC0415  Rich comes with drawing

    return cell_len(line)


def test_one_place_is_not_said_in_the_plural() -> None:
    """English has a form of its own for one."""
    say = Phrasebook("en")
    assert [say("{n}か所", n=n) for n in (1, 2)] == ["1 place", "2 places"]
