"""Writes a committee pack or an issued statement to a file; the extension gives the format."""

from __future__ import annotations

from pacte.exchange.documents import pack_pdf, pack_pptx, pack_statement, pack_xlsx
from pacte.kernel.errors import ValidationError
from pacte.steering.records.pack import Pack
from pacte.steering.records.statement import Statement

EXTENSIONS = ("pdf", "pptx", "xlsx")
STATEMENT_EXTENSIONS = ("pdf", "xlsx")
CONTENT_TYPES = {"pdf": "application/pdf", "pptx": pack_pptx.MEDIA_TYPE, "xlsx": pack_xlsx.MEDIA_TYPE}


def write_pack(pack: Pack, extension: str) -> bytes:
    """Returns the bytes of the file. Raises ``ValidationError`` for an unknown extension."""
    if extension == "pdf":
        return pack_pdf.write(pack)
    if extension == "pptx":
        return pack_pptx.write_pack_pptx(pack)
    if extension == "xlsx":
        return pack_xlsx.write(pack)
    raise _unknown_format_error(extension, EXTENSIONS)


def write_statement(statement: Statement, extension: str) -> bytes:
    """Returns the bytes of the file. Raises ``ValidationError`` for an unknown extension."""
    if extension == "pdf":
        return pack_statement.statement_pdf(statement)
    if extension == "xlsx":
        return pack_statement.statement_xlsx(statement)
    raise _unknown_format_error(extension, STATEMENT_EXTENSIONS)


def pack_file_name(pack: Pack, extension: str) -> str:
    """« plan_comite-3_2020-12-09_edition-1.pdf »."""
    return f"{pack.plan_code}_comite-{pack.committee_number}_{pack.held_on:%Y-%m-%d}_edition-{pack.edition}.{extension}"


def statement_file_name(statement: Statement, extension: str) -> str:
    return f"{statement.plan_code}_releve-{statement.number}_{statement.held_on:%Y-%m-%d}.{extension}"


def _unknown_format_error(extension: str, known: tuple[str, ...]) -> ValidationError:
    return ValidationError(
        "export_format", f"Le format « {extension} » n’est pas connu.", hint=f"Choisissez : {', '.join(known)}."
    )
