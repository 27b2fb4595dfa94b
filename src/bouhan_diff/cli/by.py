"""What `by-dept` and `by-policy` share (担当課別・施策番号別)."""

from ..selection import Selection
from ..table import GroupBy
from ..terminal import render_lists, render_tables
from .asked import asked, published
from .options import Document, Drawing, Screen, Source
from .output import check_output, deliver, exit_code
from .plans import links_of, plans_in_use


def show_by(
    by: GroupBy,
    wanted: Selection,
    *,
    is_list: bool,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show the groups (分類別の表示) with their initiatives, or as a list with their counts."""
    check_output(screen, document)
    plans = plans_in_use(source)
    tables = asked(plans, published(None, links_of(source, plans)), by, wanted)
    if is_list:
        deliver(tables, render_lists, screen, document)
    else:
        deliver(tables, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)
