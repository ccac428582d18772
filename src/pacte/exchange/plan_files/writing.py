"""Writes a plan to a file; the extension gives the format."""

from __future__ import annotations

from datetime import date

from pacte.exchange.documents import plan_csv, plan_pdf, plan_xlsx, plan_yaml
from pacte.exchange.documents.pdf_cache import PdfCache
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ValidationError
from pacte.plan.records import PlanContent

EXTENSIONS = ("xlsx", "csv", "yaml", "pdf")
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "pdf": "application/pdf",
}


def write_plan_file(
    content: PlanContent,
    *,
    extension: str,
    as_of: date,
    version_label: str,
    number: ActionCode | None = None,
    synthetic: bool = False,
    keep_in: PdfCache | None = None,
) -> bytes:
    """Returns the file. ``number`` selects one action (pdf only). Raises ``ValidationError`` for an unknown extension.

    ``keep_in``: cache of the PDFs that are public, so that each is rendered once.
    """
    if extension == "pdf" and number is not None:
        return plan_pdf.write_action_pdf(
            content, number, as_of=as_of, version_label=version_label, synthetic=synthetic, cache=keep_in
        )
    if extension == "pdf":
        return plan_pdf.write_plan_pdf(
            content, as_of=as_of, version_label=version_label, synthetic=synthetic, cache=keep_in
        )
    if extension == "xlsx":
        return plan_xlsx.write(content, synthetic=synthetic)
    if extension == "csv":
        return plan_csv.write(content)
    if extension in ("yaml", "yml"):
        return plan_yaml.write(content)
    raise ValidationError(
        "export_format", f"Le format « {extension} » n’est pas connu.", hint=f"Choisissez : {', '.join(EXTENSIONS)}."
    )
