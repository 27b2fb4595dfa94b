"""The Japanese catalogue: complete, read as it is written, with the English placeholders."""

import ast
import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from bouhan_diff import messages

pytest.importorskip("babel", reason="Babel, which reads catalogues, is not installed")

ROOT = Path(__file__).parent.parent.parent


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "scripts" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CATALOGUE = _script()
NAMES = set(
    "Word Excel PDF CSV YAML UTF Shift OCR MB MiB bouhan show years title sections key name "
    "section aim columns fields heading type text amount unit value edition number department "
    "policies table markdown html csv json jsonl amendment "
    "bash zsh fish powershell old new BOUHAN FY CP pip install desk compare Web JSON "
    "published weight policy facts series".split()
)
"""What is the same in Japanese: products, formats, keys of data files and what is typed."""

ADVICE = "run scripts/catalogue.py, translate what it lists in the .po file, and run it again"


def _translated() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every message of the catalogue with its Japanese, singular and plural together."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  the module may be skipped

    with CATALOGUE.PO.open("rb") as file:
        catalogue = read_po(file, locale="ja")
    return {
        _forms(message.id): _forms(message.string)
        for message in catalogue
        if message.id and not message.fuzzy
    }


def _forms(texts: str | Iterable[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def test_every_message_has_its_japanese() -> None:
    """No message of the program is missing, untranslated or fuzzy, and none is left over."""
    wanted = {_forms(message.id) for message in CATALOGUE.extracted() if message.id}
    translated = _translated()
    assert wanted == set(translated), ADVICE
    assert [message for message, texts in translated.items() if not all(texts)] == [], ADVICE


def test_no_message_is_inside_an_f_string() -> None:
    """Python before 3.12 hides it from the extractor, so that it would have no Japanese."""
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in CATALOGUE.PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in CATALOGUE.FUNCTIONS
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_the_program_reads_what_translators_wrote() -> None:
    """Our own reader of the file finds every translation that Babel finds, escapes and all."""
    translations = messages._Translations("ja", CATALOGUE.PO)
    for forms, texts in _translated().items():
        assert translations.gettext(forms[0]) == texts[0]
        assert translations.ngettext(forms[0], forms[-1], 2) == texts[0]


def test_odd_characters_of_a_message_are_found(tmp_path: Path) -> None:
    """Line ends, tabs, quotes and backslashes in messages survive the file's escapes."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415  the module may be skipped
    from babel.messages.pofile import write_po  # noqa: PLC0415

    odd = {
        'quoted "x"': '「"」',
        "two\nlines\n": "二\n行\n",
        "\\n is no line end\t": "\\n\t",
        "x" * 200 + " y" * 100: "長い" * 90,
    }
    catalogue = Catalog(locale="ja")
    for english, japanese in odd.items():
        catalogue.add(english, japanese)
    file = tmp_path / "odd.po"
    with file.open("wb") as opened:
        write_po(opened, catalogue, width=76)
    translations = messages._Translations("ja", file)
    assert {english: translations.gettext(english) for english in odd} == odd
    assert translations.gettext("unknown") == "unknown"
    assert translations.gettext("") == ""


def test_a_translation_has_the_placeholders_of_its_message() -> None:
    """`{year}` stands in the Japanese too, or the program would fail while it explains."""
    for forms, texts in _translated().items():
        for japanese in texts:
            assert _placeholders(japanese) == _placeholders(forms[-1]), forms[-1]


def test_a_translation_is_japanese() -> None:
    """A message that was copied to be translated later does not pass for its translation."""
    for message, texts in _translated().items():
        assert all(re.search("[ぁ-んァ-ヶ一-龠]", text) for text in texts), message
        left = set(re.findall(r"(?<![\w.{-])[A-Za-z]{2,}", " ".join(texts), re.ASCII))
        assert left <= NAMES, message


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))
