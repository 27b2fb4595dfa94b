"""The commands (コマンド), each a sentence: take the plans, compare, select, group, show."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException

from ..batch import Request, compare_files
from ..comparison import compare, restated, single_year
from ..errors import EXIT_DONE, EXIT_USER_MISTAKE, NothingMatchedError, Problem, UserError
from ..fiscal_year import FiscalYear
from ..history import history
from ..messages import N_, _, ngettext
from ..plan import Plan
from ..search import search
from ..selection import Selection, changed_only, select
from ..store import load_plan, plan_files
from ..table import ComparisonTable, GroupBy, group
from ..terminal import render_initiatives, render_lists, render_statistics, render_tables
from ..version import __version__
from . import completion
from .nearest import refuse_no_words, refuse_nothing
from .options import (
    Document,
    Drawing,
    Filters,
    Grouping,
    Screen,
    Source,
    paths,
    with_options,
)
from .output import chosen_format, deliver, exit_code
from .plans import Plans, links_of, plans_in_use
from .printing import print_bytes, print_problem, progress, tell
from .wording import COMPARE, LOOK, PREPARE, Command, Group, usage_error

Making = Callable[[Sequence[Plan]], ComparisonTable]

app = typer.Typer(
    cls=Group,
    help=N_("Shows what changed in a Japanese municipal plan from one fiscal year to the next."),
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name (実行) and return its exit code."""
    commands: Any = typer.main.get_command(app)
    if completion.answer(commands, arguments):
        return EXIT_DONE
    try:
        code = commands.main(arguments or ["--help"], "bouhan-diff", standalone_mode=False)
    except ClickException as error:
        raise usage_error(error) from None
    return code if isinstance(code, int) else EXIT_DONE


def _command(name: str, panel: str, about: str, example: str) -> Callable[..., Any]:
    """Return what makes a command (コマンド) of a function."""

    def register(function: Callable[..., int]) -> Callable[..., int]:
        app.command(
            name,
            cls=Command,
            help=about,
            short_help=about,
            epilog=f"bouhan-diff {name} {example}".rstrip(),
            rich_help_panel=panel,
            context_settings={"help_option_names": ["-h", "--help"]},
        )(with_options(_strict(function)))
        return function

    return register


def _strict(function: Callable[..., int]) -> Callable[..., int]:
    """Return the command such that with --exit-code no match is a mistake (該当なし).

    There 1 means differences, and a script must not take a misspelt name for one.
    """

    @wraps(function)
    def strict(**given: Any) -> int:  # noqa: ANN401  whatever the command takes
        try:
            return function(**given)
        except NothingMatchedError as error:
            screen = given.get("screen")
            if isinstance(screen, Screen) and screen.exit_code:
                raise UserError(error.problems) from None
            raise

    return strict


def _argument(metavar: str, about: str, candidates: Callable[..., list[str]] | None = None) -> Any:  # noqa: ANN401  Typer's own type
    return typer.Argument(
        metavar=metavar, help=about, show_default=False, autocompletion=candidates
    )


_OldYear = Annotated[
    str | None, _argument(N_("OLD"), N_("The old year: R5, 令和5年度, 2023."), completion.years)
]
_NewYear = Annotated[
    str | None, _argument(N_("NEW"), N_("The new year; else the two latest."), completion.years)
]


@app.callback(invoke_without_command=False)
def _root(
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="ja|en",
            help=N_("The language of help and messages; else the system's."),
            autocompletion=completion.languages,
        ),
    ] = None,
    completion_of: Annotated[
        str | None,
        typer.Option(
            "--completion",
            metavar=N_("SHELL"),
            help=N_("Print the completion script for bash, zsh, fish or powershell."),
            autocompletion=completion.shells,
            is_eager=True,
            callback=lambda shell: _print_and_end(completion.script(shell) if shell else ""),
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=N_("Print the version."),
            is_eager=True,
            callback=lambda asked: _print_and_end(f"bouhan-diff {__version__}\n" if asked else ""),
        ),
    ] = False,
) -> None:
    """All commands (コマンドの一覧)."""


def _print_and_end(text: str) -> None:
    if text:
        print_bytes(text.encode())
        raise typer.Exit


# -------------------------------------------------------------------- look


@_command("show", LOOK, N_("The plan as published, changed words marked."), "--section 4")
def show(
    ref: Annotated[
        str | None,
        _argument(N_("REF"), N_("One initiative alone, such as 4-5."), completion.references),
    ] = None,
    *,
    year: Annotated[
        str | None,
        typer.Option(
            "--year",
            metavar=N_("YEAR"),
            help=N_("One year alone."),
            rich_help_panel=N_("Which rows:"),
            autocompletion=completion.years,
        ),
    ] = None,
    filters: Filters,
    grouping: Grouping,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show the plan as published (計画の表示)."""
    chosen_format(screen, document)
    wanted = filters.selection(refs=(ref,) if ref else ())
    plans = plans_in_use(source, [year] if year else [])
    tables = _asked(plans, _published(year, source), grouping.by(), wanted)
    if ref:
        deliver(tables, render_initiatives, screen, document)
    else:
        deliver(tables, render_tables, screen, document, full=True, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


@_command("by-dept", LOOK, N_("Every department, or the initiatives of one."), "市民生活課")
def by_dept(
    department: Annotated[
        str | None,
        _argument(N_("DEPARTMENT"), N_("Any part of a department's name."), completion.departments),
    ] = None,
    *,
    filters: Filters,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what each department has (担当課別の表示)."""
    wanted = filters.selection(departments=(department,) if department else ())
    return _by(
        GroupBy.DEPARTMENT,
        department,
        wanted,
        source=source,
        screen=screen,
        drawing=drawing,
        document=document,
    )


@_command("by-policy", LOOK, N_("Every policy number, or the initiatives of one."), "エ2")
def by_policy(
    number: Annotated[
        str | None,
        _argument(N_("POLICY"), N_("エ2, エ②, or エ for all of エ."), completion.policies),
    ] = None,
    *,
    filters: Filters,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what belongs to each policy number (施策番号別の表示)."""
    wanted = filters.selection(policies=(number,) if number else ())
    return _by(
        GroupBy.POLICY,
        number,
        wanted,
        source=source,
        screen=screen,
        drawing=drawing,
        document=document,
    )


def _by(
    by: GroupBy,
    name: str | None,
    wanted: Selection,
    *,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    chosen_format(screen, document)
    plans = plans_in_use(source)
    tables = _asked(plans, _published(None, source), by, wanted)
    if name:
        deliver(tables, render_tables, screen, document, why=drawing.why)
    else:
        deliver(tables, render_lists, screen, document)
    return exit_code(tables, screen, plans.skipped)


@_command("search", LOOK, N_("Initiatives whose text has the words."), "防犯カメラ")
def search_words(
    words: Annotated[list[str], _argument(N_("WORDS"), N_("Words that all occur, widths aside."))],
    *,
    filters: Filters,
    grouping: Grouping,
    source: Source,
    screen: Screen,
    document: Document,
) -> int:
    """Show the initiatives that have the words (検索)."""
    chosen_format(screen, document)
    wanted = filters.selection()
    plans = plans_in_use(source)
    asked = _asked(plans, _published(None, source), grouping.by(), wanted)
    tables = [table for table in (search(one, words) for one in asked) if table.groups]
    if not tables:
        refuse_no_words(words)
    deliver(tables, render_tables, screen, document, words=words)
    return exit_code(tables, screen, plans.skipped)


@_command("stats", LOOK, N_("Counts and bars: where most changed, and which figures."), "R5 R6")
def stats(
    old: _OldYear = None,
    new: _NewYear = None,
    *,
    filters: Filters,
    source: Source,
    screen: Screen,
) -> int:
    """Show what the changes add up to (統計)."""
    if chosen_format(screen) not in ("table", "json"):
        raise UserError(
            _("stats has no such format."),
            advice=_("There are {values}.").format(values="table, json"),
        )
    plans = plans_in_use(source, _years(old, new))
    tables = _asked(plans, _changes(old, new, source), GroupBy.SECTION, filters.selection())
    deliver(tables, render_statistics, screen)
    return exit_code(tables, screen, plans.skipped)


# ----------------------------------------------------------------- compare


@_command("changes", COMPARE, N_("What changed between two years."), "R5 R6 -o 新旧対照表.docx")
def changes(
    old: _OldYear = None,
    new: _NewYear = None,
    *,
    everything: Annotated[
        bool,
        typer.Option("--all", help=N_("The unchanged too."), rich_help_panel=N_("Which rows:")),
    ] = False,
    filters: Filters,
    grouping: Grouping,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what changed (変更点)."""
    years = _years(old, new)
    wanted = filters.selection()
    by = grouping.by()
    if chosen_format(screen, document) == "jsonl" and document.output is None:
        request = Request(old, new, wanted, not everything, links_of(source))
        return _stream(source, request)
    plans = plans_in_use(source, years)
    tables = _asked(plans, _changes(old, new, source), by, wanted)
    shown = tables if everything or wanted.kinds else [changed_only(table) for table in tables]
    deliver(shown, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


@_command("restated", COMPARE, N_("What last year's plan said of a year, and this year's."), "R6")
def restated_year(
    year: Annotated[str, _argument(N_("YEAR"), N_("A year both tell of."), completion.years)],
    *,
    everything: Annotated[
        bool,
        typer.Option("--all", help=N_("The unchanged too."), rich_help_panel=N_("Which rows:")),
    ] = False,
    filters: Filters,
    grouping: Grouping,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what two documents say of one year (記載の相違)."""
    chosen_format(screen, document)
    links = links_of(source)
    wanted = filters.selection()
    plans = plans_in_use(source, [year])
    tables = _asked(plans, lambda family: restated(family, year, links), grouping.by(), wanted)
    shown = tables if everything or wanted.kinds else [changed_only(table) for table in tables]
    deliver(shown, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


@_command("history", COMPARE, N_("One initiative through all documents."), "4-5 --data 計画/")
def history_of(
    ref: Annotated[str, _argument(N_("REF"), N_("Its reference, as 4-5."), completion.references)],
    *,
    source: Source,
    screen: Screen,
    document: Document,
) -> int:
    """Show an initiative through all documents (事業の経緯)."""
    chosen_format(screen, document)
    links = links_of(source)
    plans = plans_in_use(source)
    steps = plans.each(lambda family: history(family, ref, links))
    tables = [table for way in steps for table in way]
    deliver(tables, render_initiatives, screen, document)
    return exit_code(tables, screen, plans.skipped)


# ----------------------------------------------------------------- prepare


@_command("check", PREPARE, N_("Whether data files are in order."), "programs.yaml")
def check(
    files: Annotated[
        list[str] | None,
        _argument(N_("FILE"), N_("Data files or folders; else those in use.")),
    ] = None,
) -> int:
    """Tell what is wrong with data files (データの検査), or what was found in them."""
    chosen = [Path(file) for file in files] if files else paths(Source())
    is_well = True
    for file in plan_files(chosen) if chosen else (None,):
        try:
            tell(_found(load_plan(file)))
        except UserError as error:
            is_well = False
            for problem in error.problems:
                print_problem(problem)
    return EXIT_DONE if is_well else EXIT_USER_MISTAKE


def _found(plan: Plan) -> str:
    """Return what a plan has (件数)."""
    initiatives = sum(1 for _one in plan.initiatives())
    return _("{file}: in order. {initiatives}, {sections}, {years}.").format(
        file=plan.origin,
        initiatives=ngettext("{n} initiative", "{n} initiatives", initiatives).format(
            n=initiatives
        ),
        sections=ngettext("{n} section", "{n} sections", len(plan.sections)).format(
            n=len(plan.sections)
        ),
        years=", ".join(map(str, plan.years)),
    )


# ------------------------------------------------------------------ shared


def _years(old: str | None, new: str | None) -> list[str]:
    """Return the two years (新旧の年度), or none of them; and refuse one alone."""
    if old and not new:
        FiscalYear.parse(old)
        raise UserError(
            _("A comparison takes two years, and only {year} is named.").format(year=old),
            advice=_("Name both, as in R5 R6, or none for the two latest."),
        )
    return [year for year in (old, new) if year]


def _changes(old: str | None, new: str | None, source: Source) -> Making:
    links = links_of(source)
    return lambda family: compare(family, old, new, links)


def _published(year: str | None, source: Source) -> Making:
    """Return what makes the table of one year, or of the two latest where there are two."""
    links = links_of(source)

    def making(family: Sequence[Plan]) -> ComparisonTable:
        known = {known for plan in family for known in plan.years}
        if year or len(known) == 1:
            return single_year(family, year or known.pop())
        return compare(family, links=links)

    return making


def _asked(plans: Plans, making: Making, by: GroupBy, wanted: Selection) -> list[ComparisonTable]:
    """Return the tables with the rows asked for (対象の表), or tell what is nearest."""
    whole = [group(table, by) for table in plans.each(making)]
    tables = [table for table in (select(one, wanted) for one in whole) if table.counts.total]
    if not tables:
        refuse_nothing(whole, wanted)
    if wanted.kinds and not any(table.groups for table in tables):
        raise NothingMatchedError(
            _("No initiative has such a change: {kinds}.").format(kinds=", ".join(wanted.kinds)),
            advice=_("Leave out --kind to see all."),
        )
    return tables


def _stream(source: Source, request: Request) -> int:
    """Print a line for each initiative of every plan (一括出力), as they are made."""
    chosen = paths(source)
    files = plan_files(chosen) if chosen else plan_files([load_plan().origin])
    problems: list[Problem] = []
    has_lines = False
    with progress(_("Comparing plans"), len(files)) as advance:
        for lot in compare_files(files, request):
            print_bytes(lot.lines)
            problems += lot.problems
            has_lines = has_lines or bool(lot.lines)
            advance(lot.files)
    for problem in problems:
        print_problem(problem)
    return EXIT_USER_MISTAKE if problems else EXIT_DONE
