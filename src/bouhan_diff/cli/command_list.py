"""Every command and what help says of it (コマンドの一覧), so that none has to be loaded."""

from typing import NamedTuple

from ..messages import N_

LOOK, COMPARE, MAKE, PREPARE = N_("Look"), N_("Compare"), N_("Make"), N_("Prepare")
PANELS = (LOOK, COMPARE, MAKE, PREPARE)
"""The headings under which help lists commands (コマンドの分類), in order."""


class Listed(NamedTuple):
    """What help says of a command (コマンドの説明), and where its code is.

    about, panel: messages to be translated. example: its arguments. module: in `commands`, loaded
    when the command is called. function: in that module.
    """

    panel: str
    about: str
    example: str
    module: str
    function: str


COMMANDS = {
    "show": Listed(
        LOOK,
        N_("The plan as published, with changed words marked."),
        "--section 4",
        "tables",
        "show",
    ),
    "by-dept": Listed(
        LOOK,
        N_("All departments, or the initiatives of one."),
        "健康こども部青少年課",
        "tables",
        "by_department",
    ),
    "by-policy": Listed(
        LOOK, N_("All policy numbers, or the initiatives of one."), "エ②", "tables", "by_policy"
    ),
    "search": Listed(
        LOOK,
        N_("Initiatives whose text contains the words."),
        "防犯カメラ",
        "tables",
        "search_words",
    ),
    "stats": Listed(
        LOOK,
        N_("Counts and bars: where most changed, and which figures changed."),
        "R5 R6",
        "tables",
        "stats",
    ),
    "compare": Listed(
        COMPARE,
        N_("What changed from one document to another, or between two editions of one."),
        "R6.xlsx R7.xlsx",
        "compare",
        "compare",
    ),
    "changes": Listed(COMPARE, N_("What changed between two years."), "R5 R6", "tables", "changes"),
    "restated": Listed(
        COMPARE,
        N_("What last year's plan and this year's say about the same year."),
        "R6 --data R6.yaml --data R7.yaml",
        "tables",
        "restated_year",
    ),
    "history": Listed(
        COMPARE,
        N_("One initiative traced through all documents."),
        "4-5 --data plans",
        "tables",
        "history_of",
    ),
    "desk": Listed(
        COMPARE,
        N_("The same in the browser: drop two documents on the page."),
        "",
        "desk",
        "desk",
    ),
    "import": Listed(
        PREPARE,
        N_("A published document turned into a data file."),
        "別紙.pdf -o R7.yaml",
        "data_files",
        "import_",
    ),
    "check": Listed(
        PREPARE, N_("Data files checked for errors."), "R7.yaml", "data_files", "check"
    ),
}
"""Every command (コマンド) by name, in the order of help."""

DOCUMENTS = {
    "changes": COMMANDS["changes"]._replace(
        panel=MAKE,
        about=N_("A comparison table for Word (.docx), Excel (.xlsx) or the browser (.html)."),
        example="R5 R6 -o 新旧対照表.docx",
    )
}
"""The documents that a command also makes (文書の作成), which help lists first."""
