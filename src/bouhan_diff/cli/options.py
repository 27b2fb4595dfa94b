"""The options (オプション) shared by commands, in named tuples that `parameters` spreads."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from ..comparison.filters import Selection
from ..comparison.table import GroupBy, Grouping, RowKind
from ..errors import UserError
from ..messages import N_, _, listed
from . import completion
from .parameters import argument, choice, option

WHICH = N_("Which rows:")
OUTPUT = N_("Output:")
DATA = N_("Data:")
READING = N_("How documents are read:")

FORMATS = ("table", "markdown", "html", "csv", "json", "jsonl", "facts", "amendment")
"""The values of --format (出力形式); `output` has the writer of each."""
STATISTICS_FORMATS = ("table", "json")
ORDERS = ("old-first", "new-first")
STYLES = ("plan", "ordinance")

_Many = list[str] | None
_One = str | None


OldYear = Annotated[
    _One, argument(N_("OLD"), N_("The old year: R5, 令和5年度, 2023."), completion.years)
]
NewYear = Annotated[
    _One,
    argument(
        N_("NEW"), N_("The new year; by default the two latest are compared."), completion.years
    ),
]
Everything = Annotated[bool, option("--all", panel=WHICH, about=N_("Show unchanged rows too."))]


NoPager = Annotated[
    bool, option("--no-pager", panel=OUTPUT, about=N_("Do not use a pager for long output."))
]
Force = Annotated[bool, option("--force", panel=OUTPUT, about=N_("Replace the file if it exists."))]
LinksFile = Annotated[
    _One,
    option(
        "--links",
        panel=DATA,
        about=N_("A file of your own matches between documents: old and new references."),
        metavar=N_("FILE"),
    ),
]


class Source(NamedTuple):
    """Where the plans are (計画の所在), and the user's own matches of their initiatives.

    data: files and folders; none means the plan of this program.
    """

    data: Annotated[
        _Many,
        option(
            "--data",
            panel=DATA,
            about=N_(
                "A data file, a document or a folder of them; may be repeated "
                "(default: $BOUHAN_DIFF_DATA)."
            ),
            metavar=N_("PATH"),
        ),
    ] = None
    links: LinksFile = None


class Filters(NamedTuple):
    """Which rows to show (絞り込み)."""

    section: Annotated[
        _Many,
        option(
            "--section",
            panel=WHICH,
            about=N_("Sections: a number or part of a title."),
            metavar=N_("SECTION"),
            autocompletion=completion.sections,
        ),
    ] = None
    dept: Annotated[
        _Many,
        option(
            "--dept",
            panel=WHICH,
            about=N_("Departments: any part of a name."),
            metavar=N_("DEPARTMENT"),
            autocompletion=completion.departments,
        ),
    ] = None
    policy: Annotated[
        _Many,
        option(
            "--policy",
            panel=WHICH,
            about=N_("Policy numbers: エ2, エ② or the letter alone."),
            metavar=N_("POLICY"),
            autocompletion=completion.policies,
        ),
    ] = None
    kind: Annotated[
        _Many,
        option(
            "--kind",
            panel=WHICH,
            about=N_("Kinds: added, removed, substance, wording, notation or unchanged."),
            metavar=N_("KIND"),
            autocompletion=completion.one_of(RowKind),
        ),
    ] = None
    field: Annotated[
        _Many,
        option(
            "--field",
            panel=WHICH,
            about=N_("Compare only this column; may be repeated."),
            metavar=N_("HEADING"),
            autocompletion=completion.headings,
        ),
    ] = None

    def selection(self) -> Selection:
        """Return the selection that these options ask for (絞り込みの条件)."""
        return Selection(
            sections=tuple(self.section or ()),
            departments=tuple(self.dept or ()),
            policies=tuple(self.policy or ()),
            kinds=tuple(kind_named(name) for name in self.kind or ()),
        )


Order = Annotated[
    _One,
    option(
        "--sort",
        panel=WHICH,
        about=N_(
            "The order of rows: published, weight (substance first), or a "
            "column, its largest changes first."
        ),
        metavar=N_("published|weight|HEADING"),
        autocompletion=completion.sortings,
    ),
]


class Sorting(NamedTuple):
    """The order of rows (並べ替え)."""

    sort: Order = None


class Arrangement(NamedTuple):
    """How to group rows (分類), and their order."""

    group_by: Annotated[
        _One,
        option(
            "--group-by",
            panel=WHICH,
            about=N_("One table for each section, department, policy number or value of a column."),
            metavar=N_("section|department|policy|HEADING"),
            autocompletion=completion.groupings,
        ),
    ] = None
    sort: Order = None

    @property
    def by(self) -> Grouping:
        """What to group rows by (分類の単位): one of ours, in either language, or a field."""
        given = self.group_by or GroupBy.SECTION
        return _GROUPINGS.get(given, given)


_GROUPINGS: Mapping[str, Grouping] = {
    **{str(by): by for by in GroupBy},
    "章": GroupBy.SECTION,
    "担当課": GroupBy.DEPARTMENT,
    "施策番号": GroupBy.POLICY,
}


class Screen(NamedTuple):
    """What to print (画面出力)."""

    format: Annotated[
        _One,
        option(
            "--format",
            panel=OUTPUT,
            about=N_("Print as table, markdown, html, csv, json, jsonl, facts or amendment."),
            metavar=N_("FORMAT"),
            autocompletion=completion.one_of(FORMATS),
        ),
    ] = None
    no_pager: NoPager = False
    exit_code: Annotated[
        bool,
        option(
            "--exit-code",
            panel=OUTPUT,
            about=N_("Exit with code 1 if there are differences."),
        ),
    ] = False


class StatisticsScreen(Screen):
    """What to print of statistics (統計の出力), for which there are fewer formats."""

    format: Annotated[
        _One,
        option(
            "--format",
            panel=OUTPUT,
            about=N_("Print as table or json."),
            metavar=N_("FORMAT"),
            autocompletion=completion.one_of(STATISTICS_FORMATS),
        ),
    ]


class Drawing(NamedTuple):
    """How much of each edit to print (変更の表示)."""

    why: Annotated[
        bool, option("--why", panel=OUTPUT, about=N_("List each change with its reason."))
    ] = False


class DocumentOptions(NamedTuple):
    """The document to write (文書出力)."""

    output: Annotated[
        _One,
        option(
            "-o",
            "--output",
            panel=OUTPUT,
            about=N_("Write a file: .docx .xlsx .html .md .csv .json or .jsonl."),
            metavar=N_("FILE"),
        ),
    ] = None
    force: Force = False
    order: Annotated[
        _One,
        option(
            "--order",
            panel=OUTPUT,
            about=N_("Word: which year is on the left."),
            metavar="old-first|new-first",
            autocompletion=completion.one_of(ORDERS),
        ),
    ] = None
    tracked: Annotated[
        bool,
        option("--tracked", panel=OUTPUT, about=N_("Word: one column with tracked changes.")),
    ] = False
    author: Annotated[
        _One,
        option(
            "--author",
            panel=OUTPUT,
            about=N_("Word: the author of the tracked changes."),
            metavar=N_("NAME"),
        ),
    ] = None

    style: Annotated[
        _One,
        option(
            "--style",
            panel=OUTPUT,
            about=N_("Word: the style of a plan, or of an ordinance's comparison table."),
            metavar="plan|ordinance",
            autocompletion=completion.one_of(STYLES),
        ),
    ] = None
    headings: Annotated[
        tuple[str, str] | None,
        option(
            "--headings",
            panel=OUTPUT,
            about=N_("Word: the headings of the old and the new column."),
            metavar=N_("OLD NEW"),
        ),
    ] = None
    omit_unchanged: Annotated[
        bool,
        option(
            "--omit-unchanged",
            panel=OUTPUT,
            about=N_("Word: leave out unchanged paragraphs and rows."),
        ),
    ] = False

    @property
    def has_unchanged(self) -> bool:
        """Whether the document includes unchanged initiatives (変更のない事業の有無).

        With tracked changes it does, as they lead to either edition only if nothing is missing.
        """
        return self.tracked != self.omit_unchanged

    @property
    def is_new_first(self) -> bool | None:
        """Whether the new year is on the left (新を左に), None for the style's default."""
        return None if self.order is None else self.order == "new-first"

    @property
    def word_options(self) -> list[str]:
        """The given options that only Word documents have (Wordだけの指定)."""
        given = {
            "--order": self.order,
            "--tracked": self.tracked,
            "--author": self.author,
            "--style": self.style,
            "--headings": self.headings,
            "--omit-unchanged": self.omit_unchanged,
        }
        return [name for name, value in given.items() if value]

    def refuse_without_effect(self, chosen: str, *, is_written: bool) -> None:
        """Raise UserError for an option that the chosen format does not have (無効な指定)."""
        if chosen != "word" and self.word_options:
            raise UserError(
                _("Only for Word documents: {options}").format(options=listed(self.word_options)),
                advice=_("Write one with -o FILE.docx."),
            )
        if self.style is not None:
            choice("--style", self.style, STYLES)
        if self.order is not None:
            choice("--order", self.order, ORDERS)
        if self.author and not self.tracked:
            raise UserError(
                _("--author has no effect without --tracked."),
                advice=_("Add --tracked: the author is that of the tracked changes."),
            )
        if self.force and not is_written:
            raise UserError(
                _("--force has no effect because no file is written."),
                advice=_("Name a file with -o FILE."),
            )


NO_DOCUMENT = DocumentOptions()


class GroupOptions(NamedTuple):
    """The options of by-dept and by-policy (分類別の表示)."""

    filters: Filters
    sorting: Sorting
    source: Source
    screen: Screen
    drawing: Drawing
    document: DocumentOptions


def kind_named(name: str) -> RowKind:
    """Return the kind (区分) with this name in English or Japanese, such as 内容."""
    from ..render.labels import KIND  # noqa: PLC0415  rarely asked for

    japanese = {label: kind.value for kind, label in KIND.items()}
    return RowKind(choice("--kind", japanese.get(name, name), KIND, [*map(kind_shown, KIND)]))


def kind_shown(kind: RowKind) -> str:
    """Return a kind (区分) with its names in both languages, either of which can be given."""
    from ..render.labels import KIND  # noqa: PLC0415  rarely asked for

    return f"{kind} ({KIND[kind]})"
