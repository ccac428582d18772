"""A file that cannot be read, and where, when it is known. Raised in the child, said by the parent."""

from __future__ import annotations

from pacte.kernel.errors import Invalid


class Unreadable(Invalid):
    """The file is refused whole. ``sheet``, ``row`` and ``column`` (a letter) are empty when they make no sense."""

    def __init__(
        self,
        code: str,
        what: str,
        why: str = "",
        todo: str = "",
        *,
        sheet: str = "",
        row: int = 0,
        column: str = "",
    ) -> None:
        super().__init__(code, what, why, todo)
        self.sheet = sheet
        self.row = row
        self.column = column
