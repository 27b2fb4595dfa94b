"""Collecting what the interpreter notices (報告の収集), each thing once."""

from collections.abc import Iterable, Mapping

from ...diagnostics import Diagnostic, Level, Span

NOWHERE = Span()


class Diagnostics:
    """What was noticed so far (報告), in its order."""

    def __init__(self, known: Iterable[Diagnostic]) -> None:
        self._found: dict[tuple[str, Span, tuple[tuple[str, str], ...]], Diagnostic] = {}
        for diagnostic in known:
            self._add(diagnostic)

    def all(self) -> tuple[Diagnostic, ...]:
        """Return everything noticed (報告の一覧)."""
        return tuple(self._found.values())

    def note(self, code: str, span: Span = NOWHERE, **data: str) -> None:
        """Add what was understood and may be checked (注記)."""
        self._add(Diagnostic(Level.NOTE, code, span, data))

    def doubt(self, code: str, span: Span = NOWHERE, option: str = "", **data: str) -> None:
        """Add a guess that may be wrong (疑義). option: what corrects it, ready to paste."""
        self._add(Diagnostic(Level.DOUBT, code, span, data, option))

    def loss(self, code: str, span: Span = NOWHERE, option: str = "", **data: str) -> None:
        """Add text that is not in the plan (欠落)."""
        self._add(Diagnostic(Level.LOSS, code, span, data, option))

    def _add(self, diagnostic: Diagnostic) -> None:
        key = (diagnostic.code, diagnostic.span, tuple(diagnostic.data.items()))
        self._found.setdefault(key, diagnostic)


def columns_option(meanings: Mapping[str, str]) -> str:
    """Return the option that gives headings these meanings (列の指定), as a shell takes it."""
    told = ",".join(f"{heading}={meaning}" for heading, meaning in meanings.items())
    quote = "'" if any(sign in told for sign in '"$`\\!') and "'" not in told else '"'
    return f"--columns {quote}{told}{quote}"
