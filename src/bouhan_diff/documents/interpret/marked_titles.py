"""Titles by their marks alone (記号付きの見出し): 【…】 ■ ◆, sections where every table has one."""


class MarkedTitles:
    """What the marked titles stand above (見出しの係り先), so far.

    Such a mark can also open a remark: it is of a section only if no rows go without one.
    """

    def __init__(self) -> None:
        self.found: list[str] = []
        self._is_open = False
        self._is_new_part = True
        self._are_above_rows = True

    @property
    def are_titles(self) -> bool:
        """Whether each table or group of rows has a title of its own (見出しの成立)."""
        several = len(self.found) == len(set(self.found)) > 1
        return several and self._are_above_rows and not self._is_open

    def open(self, title: str) -> None:
        """Take a title (見出し): rows must follow before the next one."""
        if self._is_open:
            self._are_above_rows = False
        self.found.append(title)
        self._is_open = True

    def part(self) -> None:
        """Let what follows need a title of its own (区切り): another table, or a line between."""
        self._is_new_part = True

    def row(self) -> None:
        """Take a row (行)."""
        if self._is_new_part and not self._is_open:
            self._are_above_rows = False
        self._is_open = self._is_new_part = False
