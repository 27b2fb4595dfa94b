"""`compare`: two documents in, what changed out (資料の比較)."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

from ...comparison.compared_files import ComparedFiles, ReadFile, compare_editions, compare_files
from ...comparison.filters import changed_only
from ...comparison.series import main_editions
from ...comparison.table import ComparisonTable, WhyNotCompared
from ...diagnostics import Diagnostic, Span
from ...edition import UNNAMED, Edition, strip_editions
from ...errors import Problem, UserError
from ...messages import N_, _, listed, ngettext, sentences
from ...plan import Plan
from ...render import labels
from ...render.terminal import render_tables
from ...storage.dumper import dump_plan
from ...text.escape import as_text
from ...text.normalize import fold
from ..console import note, print_problem, report_written
from ..files import make_folder, write_whole
from ..options import (
    OUTPUT,
    READING,
    Arrangement,
    DocumentOptions,
    Drawing,
    Everything,
    Filters,
    LinksFile,
    Screen,
)
from ..output import (
    BY_EDIT,
    Frame,
    WriterOptions,
    check_output,
    deliver,
    finish,
    highlight_workbook,
    open_page,
)
from ..parameters import argument, command, option
from ..query import Plans, arrange, warn_if_reversed
from ..reading import Pairing, ReadingOptions, links_between, read_sides
from ..reports import as_comments, print_reports, refuse_doubts, refuse_unknown_columns

_MOST_NAMED = 12


def compare(
    old: Annotated[
        str,
        argument(
            N_("OLD"), N_("The old document or data file; on its own, a file with two editions.")
        ),
    ],
    new: Annotated[str | None, argument(N_("NEW"), N_("The new document or data file."))] = None,
    *,
    everything: Everything = False,
    filters: Filters,
    arrangement: Arrangement,
    reading: ReadingOptions,
    pairing: Pairing,
    links: LinksFile = None,
    screen: Screen,
    drawing: Drawing,
    document: DocumentOptions,
    save: Annotated[
        str | None,
        option(
            "--save",
            panel=OUTPUT,
            about=N_("Write what was read into this folder as data files, to correct by hand."),
            metavar=N_("FOLDER"),
        ),
    ] = None,
    by_year: Annotated[
        bool,
        option(
            "--by-year",
            panel=READING,
            about=N_("Take the file of the earlier year as the old one, whichever is first."),
        ),
    ] = False,
    highlight: Annotated[
        bool,
        option(
            "--highlight",
            panel=OUTPUT,
            about=N_("Excel: a copy of the new workbook with its changed cells marked."),
        ),
    ] = False,
    open_: Annotated[
        bool,
        option("--open", panel=OUTPUT, about=N_("Show the result in the browser.")),
    ] = False,
) -> int:
    """Compare two documents (資料の比較), or two editions of one."""
    # A mistake in the options is reported before anything is read.
    paths = [path for path in (old, new) if path is not None]
    chosen = check_output(screen, document, drawing, read=[*map(Path, paths)], is_saved=bool(save))
    if open_:
        _refuse_to_open(chosen, screen, document)
    if highlight:
        _refuse_to_highlight(chosen, new or old)
    pairs, editions = pairing.pairs(), _editions(reading)
    reading.refuse_without_effect([Path(path) for path in paths])

    # Reports are printed before the comparison, which --strict may refuse because of them.
    files = _read(paths, reading)
    for file in files:
        print_reports(file.path, _with_both_editions(file, files))
    diagnostics = [one for file in files for one in file.diagnostics]
    if reading.strict:
        refuse_doubts(diagnostics)

    if by_year and _latest_year(files[-1].plan) < _latest_year(files[0].plan):
        paths, files = paths[::-1], files[::-1]
    compared = _compare(files, links, pairs, editions)
    _warn_of_order(compared.table, paths, has_editions=editions is not None)
    if save:
        _save(files, Path(save), force=document.force)

    series, by_edit = (compared.new.plan,), chosen in BY_EDIT
    tables = arrange(
        Plans((series,)), [(series, compared.table)], arrangement, filters, by_edit=by_edit
    )
    if not (everything or filters.kind or document.has_unchanged):
        tables = [changed_only(one) for one in tables]
    above = [*_describe_files(compared), *_describe_assumptions(compared.table)]
    below = list(_describe_not_compared(compared, paths))

    if open_ or highlight:
        for line in (*above, *below):
            note(line)
    if open_:
        open_page(tables, document)
    elif highlight:
        highlight_workbook(compared.new.path, tables, document)
    else:
        options = WriterOptions(document, filters.selection().kinds, shows_kinds=drawing.why)
        draw = partial(render_tables, why=drawing.why)
        return deliver(tables, draw, chosen, screen, options, frame=Frame(above, below))
    return finish(tables, screen)


def _latest_year(plan: Plan) -> int:
    """Return the latest fiscal year of a plan (最新の年度), or 0 where it names none."""
    return max(edition.western for edition in plan.editions)


def _refuse_to_open(chosen: str, screen: Screen, document: DocumentOptions) -> None:
    """Raise UserError if --open is given with a format other than the page (対象外の指定)."""
    if screen.format or (document.output and chosen != "html"):
        raise UserError(
            _("--open shows the page for the browser, but another format was requested."),
            advice=_("Leave out --open, or --format, or write the page with -o FILE.html."),
        )


def _refuse_to_highlight(chosen: str, new: str) -> None:
    """Raise UserError if --highlight has no workbook to mark or to write (対象外の指定)."""
    if chosen != "excel":
        raise UserError(
            _("--highlight marks a workbook, but no workbook is to be written."),
            advice=_("Write one with -o FILE.xlsx."),
        )
    if Path(new).suffix.lower() != ".xlsx":
        raise UserError(
            _("--highlight marks the new workbook, but this file is not a workbook."),
            where=new,
            advice=_("Leave out --highlight to write the comparison as a separate workbook."),
        )


def _editions(reading: ReadingOptions) -> tuple[Edition, Edition] | None:
    """Return the two editions given with --edition (版の指定), or None."""
    given = reading.edition or []
    if not given:
        return None
    if len(given) != 2:  # noqa: PLR2004  old and new
        raise UserError(
            _("A comparison needs two editions, but --edition names {n}.").format(n=len(given)),
            advice=_("Give it twice: --edition OLD --edition NEW."),
        )
    return Edition.read(given[0]), Edition.read(given[1])


def _with_both_editions(file: ReadFile, files: Sequence[ReadFile]) -> tuple[Diagnostic, ...]:
    """Return a file's diagnostics with both editions in their options, as a comparison needs."""
    if len(files) == 1:
        return file.diagnostics
    other = files[0] if file is files[-1] else files[-1]
    other_edition = main_editions(other.plan)[-1]
    is_old = file is files[0]
    example, other_label = ("R6", "R7") if is_old else ("R7", "R6")
    if other_edition != UNNAMED:
        other_label = str(other_edition)
        if other_edition.is_year:
            example = str(Edition(other_edition.western + (-1 if is_old else 1)))

    def with_both(diagnostic: Diagnostic) -> Diagnostic:
        match = re.fullmatch(r"--edition (\S+)", diagnostic.option)
        if match is None:
            return diagnostic
        label = example if diagnostic.code == "no-edition" else match[1]
        edition = Edition.read(label)
        if label == other_label and edition.is_year:  # the year before is that of the other file
            label = str(Edition(edition.western + 2))
        old, new = (label, other_label) if is_old else (other_label, label)
        return replace(diagnostic, option=f"--edition {old} --edition {new}")

    return tuple(map(with_both, file.diagnostics))


def _read(paths: Sequence[str], reading: ReadingOptions) -> tuple[ReadFile, ...]:
    """Read the one or two files (資料の読取り).

    Each document is read at its own edition of those given; a single one at both.
    """
    given = reading.edition or []
    editions = [given] if len(paths) == 1 else [[one] for one in given] or [[], []]
    options = [reading.options(*one) for one in editions]
    files = read_sides([Path(one) for one in paths], options)
    refuse_unknown_columns(*(file.diagnostics for file in files))
    return files


def _compare(
    files: Sequence[ReadFile],
    links: str | None,
    pairs: Mapping[str, str],
    editions: tuple[Edition, Edition] | None,
) -> ComparedFiles:
    """Return what changed between two files, or the editions of one (比較)."""
    first, last = files[0], files[-1]
    user_links = links_between(links, [first.plan], [last.plan])
    if first is last:
        return compare_editions(first, pairs, editions)
    return compare_files(first, last, user_links, pairs, editions or (None, None))


def _warn_of_order(table: ComparisonTable, paths: Sequence[str], *, has_editions: bool) -> None:
    """Print a warning if the files are swapped, or are the same file (比較の向き)."""
    swapped = _(
        "Added and removed are therefore swapped. Name the earlier file first, or --by-year."
    )
    warn_if_reversed(table.old_edition, table.new_edition, swapped)
    is_one = len(paths) > 1 and len(set(map(os.path.realpath, paths))) == 1
    if is_one and not has_editions:
        print_problem(
            Problem(_("Both are the same file."), paths[-1], _("Name the two documents."))
        )


# --- The lines around the result ----------------------------------------------------------------


def _describe_files(compared: ComparedFiles) -> Iterator[str]:
    """Yield what was understood of each file (読取り結果), in two lines."""
    table = compared.table
    if compared.old is compared.new:
        yield _("{file}: {editions}, {initiatives}").format(
            file=_file_and_place(compared.new),
            editions=f"{table.old_edition} → {table.new_edition}",
            initiatives=_initiatives(table.counts.total),
        )
        yield _("Compared: {columns}").format(columns=_compared_headings(table))
    else:
        yield _("Old: {file}: {edition}, {initiatives}").format(
            file=_file_and_place(compared.old),
            edition=table.old_edition,
            initiatives=_initiatives(_count_references(row.old_refs for row in table.all_rows())),
        )
        yield _("New: {file}: {edition}, {initiatives}; compared: {columns}").format(
            file=_file_and_place(compared.new),
            edition=table.new_edition,
            initiatives=_initiatives(_count_references(row.new_refs for row in table.all_rows())),
            columns=_compared_headings(table),
        )


def _file_and_place(file: ReadFile) -> str:
    """Return the file's name and the place of its table (表の位置)."""
    places = [one.at for _section, one in file.plan.initiatives() if one.at]
    ends = dict.fromkeys((places[0], places[-1])) if places else {}
    name = as_text(file.path.name)
    return f"{name} ({' – '.join(ends)})" if ends else name


def _count_references(references: Iterable[Sequence[str]]) -> int:
    return len({ref for refs in references for ref in refs})


def _initiatives(number: int) -> str:
    return ngettext("{n} initiative", "{n} initiatives", number).format(n=number)


def _compared_headings(table: ComparisonTable) -> str:
    """Return the headings that were compared (比較した項目), only the first if there are many."""
    headings = [*_headings(table)] or [_("names only")]
    more = len(headings) - _MOST_NAMED  # a sheet of evaluations has two hundred
    first = listed(headings[:_MOST_NAMED])
    return first if more <= 0 else _("{columns} and {n} more").format(columns=first, n=more)


def _headings(table: ComparisonTable) -> Iterator[str]:
    aside = {one.heading for one in table.not_compared}
    if headings := [one for one in (table.old_heading, table.new_heading) if one]:
        main = dict.fromkeys(filter(None, map(labels.shown_heading, map(strip_editions, headings))))
        yield " = ".join(main) or _("the main text")
    yield from (labels.shown_heading(c.heading) for c in table.columns if c.heading not in aside)


def _describe_assumptions(table: ComparisonTable) -> Iterator[str]:
    """Yield what the comparison itself assumed (比較の前提), one line each."""
    if assumptions := [one for one in table.reports if one.span == Span()]:
        from ...render.reports import problems  # noqa: PLC0415  few comparisons assume anything

        for problem in problems(assumptions):
            yield sentences(problem.what, problem.advice)


def _describe_not_compared(compared: ComparedFiles, paths: Sequence[str]) -> Iterator[str]:
    """Yield what was not compared (比較しなかったもの), each with the option that compares it."""
    table = compared.table
    pairs = (
        (one.heading, one.hint) if one.why == WhyNotCompared.ONLY_OLD else (one.hint, one.heading)
        for one in table.not_compared
        if one.hint
    )
    for old_heading, new_heading in dict.fromkeys(pairs):  # either side may name the other
        yield _("“{old}” and “{new}” may be one column; to compare them: {option}").format(
            old=old_heading, new=new_heading, option=f'--pair "{old_heading}={new_heading}"'
        )
    if others := list(_editions_to_compare(compared)):
        (first, editions), editions_left_out = others[0], dict(others)
        options = [word for edition in editions for word in ("--edition", edition)]
        yield ngettext(
            "{editions} was not compared. To compare it: {command}",
            "{editions} were not compared. To compare {first}: {command}",
            len(editions_left_out),
        ).format(
            editions=listed(editions_left_out),
            first=first,
            command=command("compare", *paths, *options),
        )
    doubtful = [row for row in table.all_rows() if row.is_doubtful]
    if doubtful:
        row = doubtful[0]
        example = f"{'+'.join(row.old_refs)}: {'+'.join(row.new_refs)}"
        yield sentences(
            ngettext(
                "{n} initiative may be matched to the wrong one in the new document.",
                "{n} initiatives may be matched to the wrong ones in the new document.",
                len(doubtful),
            ).format(n=len(doubtful)),
            _(
                "Write the right matches in a file with lines such as “{example}”, "
                "and give it with --links FILE."
            ).format(example=example),
        )


def _editions_to_compare(compared: ComparedFiles) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what was left out with the two editions that would compare it (代わりの版).

    Two plans of three years each are compared year by year: R7 → R8, and then R8 → R9.
    """
    olds, news = (
        [one.heading for one in compared.table.not_compared if one.why == why]
        for why in (WhyNotCompared.EDITION_OLD, WhyNotCompared.EDITION_NEW)
    )
    if len(olds) == len(news) and olds != news:
        yield from ((f"{old} → {new}", (old, new)) for old, new in zip(olds, news, strict=True))
    else:
        yield from ((old, (old, str(compared.editions[1]))) for old in olds)
        yield from ((new, (str(compared.editions[0]), new)) for new in news)


# --- Data files ---------------------------------------------------------------------------------


def _save(files: tuple[ReadFile, ...], folder: Path, *, force: bool) -> None:
    """Write the plans that were read as data files (データファイルの保存)."""
    make_folder(folder)
    names = [file.path.stem for file in files]
    if len({fold(name) for name in names}) < len(names):  # to Windows, r6 and R6 are one file
        names = [f"{name}-{side}" for name, side in zip(names, ("old", "new"), strict=True)]
    for name, file in zip(names, files, strict=True):
        target = folder / f"{name}.yaml"
        text = dump_plan(file.plan, as_comments(file.diagnostics))
        write_whole(target, text.encode(), force=force, read=[one.path for one in files])
        report_written(str(target))
