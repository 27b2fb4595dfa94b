"""The desk's page (机上の画面): the description of a result, and the words of the template."""

import filecmp
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..comparison.compared_files import ComparedFiles
from ..comparison.table import ComparisonTable, Row, RowKind
from ..diagnostics import Diagnostic
from ..messages import N_, _, language
from ..plan import Property
from ..render import reports
from ..render.notices import headline, is_of_supplements, kind_names
from ..render.phrasebook import Phrasebook
from ..storage.files import DATA_SUFFIXES, DOCUMENT_SUFFIXES
from .workspace import MOST_BYTES

MEANINGS = ("name", "number", "department", "policies", "section", "amount", "text", "-")
"""What a column can be taken for on the desk, as with --columns."""
_MOST_DOUBTFUL = 200
_MOST_PLACES = 20
_SENTENCE = r".+?(?:。|\.(?: |$)|$)"


def described(name: str, compared: ComparedFiles) -> dict[str, Any]:
    """Return the result for the page (結果の説明), as JSON takes it."""
    table, say = compared.table, Phrasebook(language())
    files = [compared.old] if compared.new is compared.old else [compared.old, compared.new]
    of_files = [one for file in files for one in file.diagnostics]
    of_both = [one for one in table.reports if one not in of_files]
    return {
        "result": name,
        "title": table.title,
        "editions": [str(edition) for edition in compared.editions],
        "names": say.sides(table),
        "is_turned": table.old_edition.is_year
        and table.new_edition.is_year
        and table.old_edition > table.new_edition,
        "warning": _warning(compared, table),
        "headline": headline(table, say),
        "has_changes": table.counts.changed > 0,
        "kinds": say.by_kind(table.counts, kind_names(table, say)),
        "reports": [
            *_reports(of_both, len(files), _("Old and new side by side")),
            *(
                report
                for side, file in enumerate(files)
                for report in _reports(file.diagnostics, side, file.path.name)
            ),
        ],
        "not_compared": [
            {
                "heading": one.heading,
                "why": one.why,
                "hint": one.hint,
                "said": say.not_compared(one._replace(hint="")),
            }
            for one in table.not_compared
        ],
        "doubtful": [_match(row) for row in table.all_rows() if row.is_doubtful][:_MOST_DOUBTFUL],
    }


def _warning(compared: ComparedFiles, table: ComparisonTable) -> str:
    """Return what makes the result doubtful as a whole (全体への注意), or nothing."""
    if compared.new is compared.old:
        return ""
    with suppress(OSError):  # a file that is gone is no matter of the result
        if filecmp.cmp(compared.old.path, compared.new.path, shallow=False):
            return _("Both boxes have the same document. Check which one you chose.")
    in_one = {RowKind.ADDED, RowKind.REMOVED}
    if not is_of_supplements(table) and all(row.kind in in_one for row in table.all_rows()):
        return _("No initiative is in both documents. Check that they are of one plan.")
    return ""


def _reports(diagnostics: Sequence[Diagnostic], side: int, file: str) -> Iterator[dict[str, Any]]:
    """Yield what reading a document noticed (読取りの報告), what is missing first."""
    for one in reports.noticed(diagnostics):
        yield {
            "level": one.first.level.value,
            "side": side,
            "file": file,
            "what": one.what,
            "where": reports.places(one.spans, _MOST_PLACES),
            "advice": without_options(one.advice),
            "choice": _choice(one.first),
        }


def without_options(advice: str) -> str:
    """Return advice without the sentences about options: there is no command line here."""
    return "".join(one for one in re.findall(_SENTENCE, advice) if "--" not in one).strip()


def _choice(one: Diagnostic) -> dict[str, str] | None:
    """Return the choice that settles a diagnostic (選択肢), taken from its own option.

    The option is the one that the command line suggests: `--columns "HEADING=MEANING"`,
    `--edition LABEL` or `--pair OLD=NEW`. An edition that was guessed is what is offered;
    where there is none, the option's is an example.
    """
    words = shlex.split(one.option) if one.option else []
    if len(words) == 2 and words[0] == "--columns":  # noqa: PLR2004  an option and its value
        heading, _equals, _other = words[1].rpartition("=")
        guess = one.data["role"] if one.code == "column-guessed" else ""
        return {"kind": "column", "heading": heading, "meaning": guess}
    if len(words) == 2 and words[0] == "--pair":  # noqa: PLR2004
        old, _equals, new = words[1].partition("=")
        said = _("“{old}” and “{new}” are one field") if new else _("They are two fields")
        return {"kind": "pair", "old": old, "new": new, "said": said.format(old=old, new=new)}
    if one.code == "edition-contradiction":
        return {"kind": "edition", "edition": one.data["edition"], "example": ""}
    if words[:1] == ["--edition"]:
        given = one.data.get("edition", "")
        return {"kind": "edition", "edition": given, "example": " ".join(words[1:])}
    return None


def _match(row: Row) -> dict[str, Any]:
    renamed = row.change(Property.NAME)
    return {
        "old": list(row.old_refs),
        "new": list(row.new_refs),
        "old_name": str(renamed.old) if renamed else row.name,
        "new_name": row.name,
    }


_STATIC = Path(__file__).parent / "static"
_ACCEPTED = ",".join((*DOCUMENT_SUFFIXES, *DATA_SUFFIXES))

WORDS = {
    "title": N_("Compare two documents"),
    "lead": N_("Drop last year's document and this year's. They stay on this machine."),
    "old": N_("Old document"),
    "new": N_("New document"),
    "choose": N_("Drop a file here, or choose one"),
    "kinds": N_("PDF, Word, Excel, CSV, text or data file"),
    "chosen": N_("Chosen:"),
    "swap": N_("Swap old and new"),
    "alone": N_("Compare the two editions in this one file"),
    "compare": N_("Compare"),
    "reading": N_("Reading {file}"),
    "pages": N_("page {done} of {total}"),
    "comparing": N_("Comparing…"),
    "done": N_("Done."),
    "result": N_("What changed"),
    "downloads": N_("Download"),
    "word": N_("Word: comparison table"),
    "word-ordinance": N_("Word: as for ordinances"),
    "word-tracked": N_("Word: tracked changes"),
    "more": N_("Other formats"),
    "excel": "Excel",
    "page": N_("Web page"),
    "csv": "CSV",
    "facts": N_("CSV: one line per edit"),
    "json": "JSON",
    "data-old": N_("Data file (old)"),
    "data-new": N_("Data file (new)"),
    "all": N_("with unchanged rows"),
    "reports": N_("What was noticed while reading ({count})"),
    "not-compared": N_("What was not compared ({count})"),
    "doubtful": N_("Matches to check ({count})"),
    "level-note": N_("Note"),
    "level-doubt": N_("Doubt"),
    "level-loss": N_("Not read"),
    "level-chosen": N_("As you said"),
    "take-as": N_("Take “{heading}” as"),
    "as-read": N_("as it was read"),
    "meaning-edition": N_("the text of {edition}"),
    "edition": N_("Edition"),
    "apply": N_("Apply"),
    "same-field": N_("“{old}” and “{new}” are one field"),
    "same-initiative": N_("They are the same"),
    "other-initiative": N_("They are not the same"),
    "turned": N_("The old document is the newer one. Swap them?"),
    "unreadable": N_("The file cannot be read: it was changed, moved or is a folder."),
    "unreadable-advice": N_("Choose the file again."),
    "too-many": N_("Three files or more were dropped at once."),
    "too-many-advice": N_("Choose two: the old document and the new one."),
    "too-large": N_("The file is too large."),
    "too-large-advice": N_("100 MB at most: save the pages of the table as a file of their own."),
    "closed": N_("The desk has ended. Start it again to continue."),
    "meaning-name": N_("the name of the initiative"),
    "meaning-number": N_("its number"),
    "meaning-department": N_("the department"),
    "meaning-policies": N_("policy numbers"),
    "meaning-section": N_("the section"),
    "meaning-amount": N_("an amount"),
    "meaning-text": N_("a text"),
    "meaning--": N_("not part of the plan"),
}
"""Every word of the page (画面の文言), by its name in the template and the script."""


def desk_page(spoken: str) -> bytes:
    """Return the page in HTML (机上の画面)."""
    import jinja2  # noqa: PLC0415  as for the page of a comparison

    words = {name: _(text) for name, text in WORDS.items()}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_STATIC, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    data = json.dumps(
        {"words": words, "meanings": MEANINGS, "mostBytes": MOST_BYTES}, ensure_ascii=False
    )
    page = environment.get_template("desk.html").render(
        words=words,
        language=spoken,
        accepted=_ACCEPTED,
        data=data.replace("<", "\\u003c"),
    )
    return page.encode()
