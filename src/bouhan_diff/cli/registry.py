"""The commands there are (コマンドの一覧): what help says of them without loading any."""

from typing import NamedTuple

from ..messages import N_

LOOK, COMPARE, MAKE, PREPARE = N_("Look"), N_("Compare"), N_("Make"), N_("Prepare")
PANELS = (LOOK, COMPARE, MAKE, PREPARE)
"""What commands are listed under (コマンドの分類), in this order."""


class Listed(NamedTuple):
    """What help says of a command (コマンドの説明), and the module that has it.

    about and panel are messages yet to be translated; example: its arguments.
    """

    panel: str
    about: str
    example: str
    module: str
    function: str = ""


COMMANDS = {
    "show": Listed(LOOK, N_("The plan as published, changed words marked."), "--section 4", "show"),
    "by-dept": Listed(
        LOOK,
        N_("Every department, or the initiatives of one."),
        "健康こども部青少年課",
        "by_group",
        "by_department",
    ),
    "by-policy": Listed(
        LOOK, N_("Every policy number, or the initiatives of one."), "エ②", "by_group", "by_policy"
    ),
    "search": Listed(
        LOOK, N_("Initiatives whose text has the words."), "防犯カメラ", "search_words"
    ),
    "stats": Listed(
        LOOK, N_("Counts and bars: where most changed, and which figures."), "R5 R6", "stats"
    ),
    "compare": Listed(
        COMPARE,
        N_("What changed from one document to another, or between two editions of one."),
        "R6.xlsx R7.xlsx",
        "compare",
    ),
    "changes": Listed(COMPARE, N_("What changed between two years."), "R5 R6", "changes"),
    "restated": Listed(
        COMPARE,
        N_("What last year's plan said of a year, and this year's."),
        "R6 --data R6.yaml --data R7.yaml",
        "restated_year",
    ),
    "history": Listed(
        COMPARE, N_("One initiative through all documents."), "4-5 --data plans", "history_of"
    ),
    "desk": Listed(COMPARE, N_("The same in the browser: drop two documents."), "", "desk"),
    "import": Listed(
        PREPARE, N_("A published document into a data file."), "別紙.pdf -o R7.yaml", "import_"
    ),
    "check": Listed(PREPARE, N_("Whether data files are in order."), "R7.yaml", "check"),
}
"""Every command (コマンド) by its name, in the order that help lists them."""

DOCUMENTS = {
    "changes": Listed(
        MAKE,
        N_("A comparison table for Word (.docx), Excel (.xlsx) or the browser (.html)."),
        "R5 R6 -o 新旧対照表.docx",
        "changes",
    )
}
"""The documents that a command also makes (文書の作成), which help lists first."""
