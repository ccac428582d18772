"""The error raised for a file that cannot be read, with the location if known. Raised in the sandbox and its parent."""

from __future__ import annotations

from pacte.kernel.errors import ValidationError


class UnreadableFile(ValidationError):
    """The whole file is refused. ``sheet``, ``row`` and ``column`` (a letter) are empty when they do not apply."""

    def __init__(
        self,
        code: str,
        message: str,
        reason: str = "",
        hint: str = "",
        *,
        sheet: str = "",
        row: int = 0,
        column: str = "",
    ) -> None:
        super().__init__(code, message, reason, hint)
        self.sheet = sheet
        self.row = row
        self.column = column
