"""Hostile files, made on the fly: (file name, bytes, code of the refusal), by kind of attack."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.exchange import opendocument_files as ods

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKBOOK_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_TAIL = "</sheetData></worksheet>"
SHEET_PART = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str
    make: Callable[[], bytes]
    code: str


def parts(sheet: str | bytes, more: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """Parts of the smallest workbook that a spreadsheet opens."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELS,
        SHEET_PART: sheet,
        **(more or {}),
    }


def packed(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def sheet(cells: str) -> str:
    return f'<?xml version="1.0"?>{SHEET_HEAD}{cells}{SHEET_TAIL}'


def with_doctype(doctype: str, body: str = "&a;", encoding: str = "utf-8") -> bytes:
    xml = (f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{SHEET_HEAD}<row r="1"><c r="A1" t="inlineStr"><is><t>'
           f"{body}</t></is></c></row>{SHEET_TAIL}")  # fmt: skip
    return packed(parts(xml.encode(encoding)))


def far_cell(reference: str) -> bytes:
    return packed(parts(sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{reference}"><v>1</v></c></row>')))


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{rank} "{f"&l{rank - 1};" * 10}">' for rank in range(1, 10))
    return with_doctype(f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{entities}]>', "&l9;")


def quadratic() -> bytes:
    return with_doctype(f'<!DOCTYPE worksheet [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 20_000)


def blanks() -> bytes:
    """300 MiB of blanks compressed into about 300 KiB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts("").items():
            if name != SHEET_PART:
                archive.writestr(name, data)
        with archive.open(SHEET_PART, "w") as member:
            member.write(sheet("").removesuffix(SHEET_TAIL).encode())
            for _ in range(300):
                member.write(b" " * 1024 * 1024)
            member.write(SHEET_TAIL.encode())
    return stream.getvalue()


def many_rows() -> bytes:
    """300,000 valid rows: within the allowed sizes, but more rows than a plan may have."""
    return packed(
        parts(sheet("".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 300_001))))
    )


def unnumbered_rows() -> bytes:
    """Rows without a number: they must be counted too."""
    return packed(parts(sheet("<row><c><v>1</v></c></row>" * 20_000)))


def repeated_text() -> bytes:
    """One long text that every cell repeats by its index in the shared strings."""
    shared = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 30_000}</t></si></sst>'
    )
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 4_000))
    rels = WORKBOOK_RELS.replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>',
    )
    return packed(parts(sheet(cells), {"xl/sharedStrings.xml": shared, "xl/_rels/workbook.xml.rels": rels}))


def merged_everywhere() -> bytes:
    areas = "".join('<mergeCell ref="A1:GR5000"/>' for _ in range(2_000))
    return packed(parts(sheet("").replace(SHEET_TAIL, f"</sheetData><mergeCells>{areas}</mergeCells></worksheet>")))


def deep() -> bytes:
    return packed(parts(sheet("<a>" * 100_000 + "</a>" * 100_000)))


def forged_size() -> bytes:
    """The central directory announces a smaller size than the real one."""
    data = packed(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 5_000)))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET_PART.encode()))
    return data[: place + 24] + struct.pack("<L", 600) + data[place + 28 :]


def overlapping() -> bytes:
    """Two entries of the central directory that share the same bytes."""
    data = packed({"b.xml": "<a/>", **parts(sheet(""))})
    end = data.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<2L", data, end + 12)
    first = data[offset : data.index(b"PK\x01\x02", offset + 4)]
    twin = first.replace(b"b.xml", b"c.xml")
    count = struct.unpack_from("<H", data, end + 10)[0] + 1
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size + len(twin), offset, 0)
    return data[:end].replace(b"b.xml", b"c.xml", 0) + twin + tail


def many_members() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for rank in range(60_000):
            archive.writestr(f"xl/{rank}.xml", b"")
    return stream.getvalue()


def encrypted() -> bytes:
    """The encryption flag is set in both headers, as in a protected archive."""
    data = bytearray(packed(parts(sheet(""))))
    place = -1
    while (place := data.find(b"PK", place + 1)) >= 0:
        if data[place : place + 4] == b"PK\x03\x04":
            data[place + 6] |= 1
        elif data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    return bytes(data)


def symbolic_link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts(sheet("")).items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("xl/media")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def broken_deflate() -> bytes:
    data = bytearray(packed(parts(sheet("<row/>" * 500))))
    place = data.index(SHEET_PART.encode()) + len(SHEET_PART)
    data[place : place + 8] = b"\xff" * 8
    return bytes(data)


def wrong_checksum() -> bytes:
    data = packed(parts(sheet("")))
    checksum = struct.pack("<L", zlib.crc32(sheet("").encode()))
    return data.replace(checksum, b"\x00\x00\x00\x01")


def ods_content(body: str, prolog: str = "") -> bytes:
    """An OpenDocument spreadsheet with this sheet content, after this prolog."""
    table = f'<table:table table:name="Plan">{body}</table:table>'
    return ods.package(ods.content(table, prolog=f'<?xml version="1.0"?>{prolog}'))


def ods_cells(cells: str) -> bytes:
    return ods_content(ods.row(cells))


def ods_blanks() -> bytes:
    """300 MiB of blanks compressed into about 300 KiB."""
    head, tail = ods.content("\x00").split("\x00")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("mimetype", ods.MEDIA_TYPE, zipfile.ZIP_STORED)
        with archive.open("content.xml", "w") as member:
            member.write(head.encode())
            for _ in range(300):
                member.write(b" " * 1024 * 1024)
            member.write(tail.encode())
    return stream.getvalue()


def ods_dense(body: str) -> bytes:
    """A sheet of equal elements that is no bomb: noise, in an XML comment, keeps its compression ratio low."""
    return ods_content(f"{body}<!-- {random.Random(1).randbytes(150_000).hex()} -->")


def ods_forged_size() -> bytes:
    """The central directory announces a smaller size than the real one."""
    data = ods_cells(ods.text_cell("a" * 5_000))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"content.xml"))
    return data[: place + 24] + struct.pack("<L", 600) + data[place + 28 :]


def ods_encrypted() -> bytes:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    return ods.package(b"\x8f\x11\x02" * 50, {"META-INF/manifest.xml": ods.manifest(entry)})


def ods_many_yellow_columns() -> bytes:
    """Each cell without a style asks the styles of its columns."""
    columns = '<table:table-column table:default-cell-style-name="ce1"/>' * 50_000
    return ods_dense(columns + ods.row("<table:table-cell/>" * 410_000))


def png(width: int = 20_000, height: int = 20_000) -> bytes:
    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">L", len(head)) + chunk + struct.pack(">L", zlib.crc32(chunk))


def csv_rows(cell: str = "x", rows: int = 3) -> str:
    return "N° d'action;Axe;Projets / actions;Chef de projet\n" + f"1;Axe 1 : a;{cell};Région\n" * rows


PLAIN = parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
XXE = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "{}">]>'
MACRO_TYPES = CONTENT_TYPES.replace("application/xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")

CORPUS: tuple[Hostile, ...] = (
    Hostile("billion-laughs.xlsx", billion_laughs, "xml_forbidden"),
    Hostile("quadratic.xlsx", quadratic, "xml_forbidden"),
    Hostile("xxe-file.xlsx", lambda: with_doctype(XXE.format("file:///etc/passwd")), "xml_forbidden"),
    Hostile("xxe-http.xlsx", lambda: with_doctype(XXE.format("http://127.0.0.1:9/a")), "xml_forbidden"),
    Hostile("xxe-ftp.xlsx", lambda: with_doctype(XXE.format("ftp://127.0.0.1:9/a")), "xml_forbidden"),
    Hostile("parameter-entity.xlsx", lambda: with_doctype(
        '<!DOCTYPE worksheet [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>', "x"), "xml_forbidden"),
    Hostile("external-dtd.xlsx", lambda: with_doctype('<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/d">', "x"),
            "xml_forbidden"),
    Hostile("xinclude.xlsx", lambda: packed(parts(sheet(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'))), "xml_forbidden"),
    Hostile("xslt.xlsx", lambda: packed(parts(
        f'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="file:///a.xsl"?>{SHEET_HEAD}{SHEET_TAIL}')),
        "xml_forbidden"),
    Hostile("utf7-doctype.xlsx", lambda: with_doctype("<!DOCTYPE worksheet>", "x", "utf-7"), "xml_forbidden"),
    Hostile("utf16-doctype.xlsx", lambda: with_doctype("<!DOCTYPE worksheet>", "x", "utf-16"), "xml_forbidden"),
    Hostile("doctype-elsewhere.xlsx", lambda: packed({**PLAIN, "docProps/core.xml": "<!DOCTYPE a><a/>"}),
            "xml_forbidden"),
    Hostile("deep.xlsx", deep, "xml_forbidden"),
    Hostile("blanks.xlsx", blanks, "zip_bomb"),
    Hostile("many-rows.xlsx", many_rows, "sheet_too_big"),
    Hostile("unnumbered-rows.xlsx", unnumbered_rows, "sheet_too_big"),
    Hostile("far-corner.xlsx", lambda: far_cell("XFD1048576"), "sheet_too_big"),
    Hostile("far-row.xlsx", lambda: far_cell("CV1048576"), "sheet_too_big"),
    Hostile("far-dimension.xlsx", lambda: packed(parts(sheet("").replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))), "sheet_too_big"),
    Hostile("repeated-text.xlsx", repeated_text, "file_too_long"),
    Hostile("merged-everywhere.xlsx", merged_everywhere, "sheet_broken"),
    Hostile("bad-reference.xlsx", lambda: far_cell("A0"), "sheet_broken"),
    Hostile("endless-number.xlsx", lambda: packed(parts(sheet(
        f'<row r="1"><c r="A1"><v>1e{"9" * 8}</v></c></row>'))), "sheet_broken"),
    Hostile("forged-size.xlsx", forged_size, "zip_sizes"),
    Hostile("nested.xlsx", lambda: packed({**PLAIN, "xl/media/a.bin": packed(PLAIN)}), "zip_nested"),
    Hostile("nested-by-name.xlsx", lambda: packed({**PLAIN, "xl/embeddings/a.xlsx": "x"}), "zip_nested"),
    Hostile("overlapping.xlsx", overlapping, "zip_overlap"),
    Hostile("many-members.xlsx", many_members, "zip_members"),
    Hostile("climbing.xlsx", lambda: packed({**PLAIN, "../../etc/passwd": "x"}), "zip_names"),
    Hostile("absolute.xlsx", lambda: packed({**PLAIN, "/etc/passwd": "x"}), "zip_names"),
    Hostile("backslash.xlsx", lambda: packed({**PLAIN, "..\\..\\a": "x"}), "zip_names"),
    Hostile("long-name.xlsx", lambda: packed({**PLAIN, "xl/" + "a" * 300: "x"}), "zip_names"),
    Hostile("bidi-name.xlsx", lambda: packed({**PLAIN, "xl/\u202excod.xml": "x"}), "zip_names"),
    Hostile("twin-names.xlsx", lambda: packed({**PLAIN, "XL/Workbook.xml": WORKBOOK}), "zip_names"),
    Hostile("symbolic-link.xlsx", symbolic_link, "zip_names"),
    Hostile("encrypted.xlsx", encrypted, "zip_encrypted"),
    Hostile("macro-renamed.xlsx", lambda: packed({**PLAIN, "[Content_Types].xml": MACRO_TYPES}), "file_macros"),
    Hostile("macro-part.xlsx", lambda: packed({**PLAIN, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "file_macros"),
    Hostile("polyglot.xlsx", lambda: b"%PDF-1.7\n" + packed(PLAIN), "file_type"),
    Hostile("after-the-end.xlsx", lambda: packed(PLAIN) + b"<script>", "zip_polyglot"),
    Hostile("broken-deflate.xlsx", broken_deflate, "zip_broken"),
    Hostile("wrong-checksum.xlsx", wrong_checksum, "zip_broken"),
    Hostile("cut.xlsx", lambda: packed(PLAIN)[:-40], "zip_broken"),
    Hostile("image.xlsx", png, "file_type"),
    Hostile("old-office.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file_type"),
    Hostile("billion-laughs.ods", lambda: ods_content("&l9;", "<!DOCTYPE a [" + "".join(
        f'<!ENTITY l{rank} "{f"&l{rank - 1};" * 10 if rank else "lol"}">' for rank in range(10)) + "]>"),
        "xml_forbidden"),
    Hostile("xxe-file.ods", lambda: ods_content("&a;", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            "xml_forbidden"),
    Hostile("external-dtd.ods", lambda: ods_content("", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/d">'), "xml_forbidden"),
    Hostile("doctype-elsewhere.ods", lambda: ods.package(ods.content(""), {"meta.xml": "<!DOCTYPE a><a/>"}),
            "xml_forbidden"),
    Hostile("doctype-manifest.ods", lambda: ods.package(ods.content(""), {
        "META-INF/manifest.xml": "<!DOCTYPE a><a/>"}), "xml_forbidden"),
    Hostile("xinclude.ods", lambda: ods_content(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'), "xml_forbidden"),
    Hostile("instruction.ods", lambda: ods_content("", '<?xml-stylesheet href="file:///a.xsl"?>'), "xml_forbidden"),
    Hostile("deep.ods", lambda: ods_content("<a>" * 100_000 + "</a>" * 100_000), "xml_forbidden"),
    Hostile("blanks.ods", ods_blanks, "zip_bomb"),
    Hostile("full-column.ods", lambda: ods_content(ods.row(ods.text_cell("a"), ods.LAST_ROW)), "sheet_too_big"),
    Hostile("full-row.ods", lambda: ods_cells(ods.text_cell("a", 'table:number-columns-repeated="16384"')),
            "sheet_too_big"),
    Hostile("endless-row.ods", lambda: ods_cells(ods.text_cell("a", f'table:number-columns-repeated="{"9" * 400}"')),
            "sheet_too_big"),
    Hostile("full-sheet.ods", lambda: ods_content(
        ods.row(ods.text_cell("a", 'table:number-columns-repeated="200"'), 5_000)), "file_too_long"),
    Hostile("repeated-text.ods", lambda: ods_content(ods.row(ods.text_cell("x" * 30_000), 4_000)), "file_too_long"),
    Hostile("far-comment.ods", lambda: ods_content(ods.row(ods.EMPTY, 9_000) + ods.row(
        "<table:table-cell><office:annotation><text:p>a</text:p></office:annotation></table:table-cell>")),
        "sheet_too_big"),
    Hostile("merged-everywhere.ods", lambda: ods_content(ods.row(ods.text_cell(
        "a", 'table:number-columns-spanned="200" table:number-rows-spanned="4000"'), 900)), "sheet_broken"),
    Hostile("merged-far.ods", lambda: ods_cells(ods.text_cell("a", 'table:number-columns-spanned="99999999"')),
            "sheet_too_big"),
    Hostile("endless-spaces.ods", lambda: ods_cells(
        "<table:table-cell><text:p>" + '<text:s text:c="99999999"/>' * 30_000 + "a</text:p></table:table-cell>"),
        "cell_too_long"),
    Hostile("endless-paragraphs.ods", lambda: ods_cells(
        f"<table:table-cell>{'<text:p/>' * 40_000}<text:p>a</text:p></table:table-cell>"), "cell_too_long"),
    Hostile("many-cells.ods", lambda: ods_dense(ods.row("<table:table-cell/>" * 410_000)), "sheet_broken"),
    Hostile("many-yellow-columns.ods", ods_many_yellow_columns, "sheet_broken"),
    Hostile("many-sheets.ods", lambda: ods.package(ods.content('<table:table table:name="a"/>' * 60)), "zip_broken"),
    Hostile("no-sheet.ods", lambda: ods.package(ods.content("")), "zip_broken"),
    Hostile("no-content.ods", lambda: packed({"mimetype": ods.MEDIA_TYPE}), "zip_broken"),
    Hostile("row-in-row.ods", lambda: ods_content(ods.row(ods.row(ods.text_cell("a")))), "sheet_broken"),
    Hostile("endless-number.ods", lambda: ods_cells(
        f'<table:table-cell office:value-type="float" office:value="1e{"9" * 8}"/>'), "sheet_broken"),
    Hostile("forged-size.ods", ods_forged_size, "zip_sizes"),
    Hostile("nested.ods", lambda: ods.package(ods.content(""), {"Object 1/a": packed(PLAIN)}), "zip_nested"),
    Hostile("nested-by-name.ods", lambda: ods.package(ods.content(""), {"Object 1/a.ods": "x"}), "zip_nested"),
    Hostile("climbing.ods", lambda: ods.package(ods.content(""), {"../../etc/passwd": "x"}), "zip_names"),
    Hostile("encrypted.ods", ods_encrypted, "zip_encrypted"),
    Hostile("macro.ods", lambda: ods.package(ods.content(""), {"Basic/Standard/Module1.xml": "<a/>"}), "file_macros"),
    Hostile("script.ods", lambda: ods.package(ods.content(""), {"Scripts/python/a.py": "x"}), "file_macros"),
    Hostile("after-the-end.ods", lambda: ods_cells(ods.text_cell("a")) + b"<script>", "zip_polyglot"),
    Hostile("cut.ods", lambda: ods_cells(ods.text_cell("a"))[:-40], "zip_broken"),
    Hostile("text-document.ods", lambda: ods.package("", media_type="application/vnd.oasis.opendocument.text"),
            "file_type"),
    Hostile("web-page.csv", lambda: b"<!DOCTYPE html><html><body>1</body></html>", "file_type"),
    Hostile("program.csv", lambda: b"MZ\x90\x00" + b"\x00" * 200, "file_type"),
    Hostile("empty.csv", lambda: b" \n ", "file_empty"),
    Hostile("nul.csv", lambda: csv_rows("a\x00b").encode(), "text_nul"),
    Hostile("lone-cr.csv", lambda: csv_rows("a\rb").encode(), "csv_line_end"),
    Hostile("long-field.csv", lambda: csv_rows("x" * 200_000, 1).encode(), "cell_too_long"),
    Hostile("mixed.csv", lambda: (csv_rows("é", 5) + "2;").encode() + "Région\n".encode("cp1252"), "text_mixed"),
    Hostile("utf32.csv", lambda: csv_rows().encode("utf-32"), "text_encoding"),
    Hostile("utf7.csv", lambda: b"+/v8-" + csv_rows().encode("utf-7"), "text_encoding"),
    Hostile("many-rows.csv", lambda: csv_rows(rows=6_000).encode(), "sheet_too_big"),
    Hostile("wide.csv", lambda: (";" * 500 + "\n").encode() + ("x;" * 500 + "\n").encode(), "sheet_too_big"),
    Hostile("eicar.csv", lambda: (r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .encode(), "table_missing"),
    Hostile("aliases.yaml", lambda: b"a: &a [x, x]\nb: &b [*a, *a]\nplan: [*b, *b]\n", "yaml_alias"),
    Hostile("python-tag.yaml", lambda: b"plan: !!python/object/apply:os.system [id]\n", "yaml_tag"),
    Hostile("merge-key.yaml", lambda: b"plan:\n  <<: {a: 1}\n", "yaml_alias"),
    Hostile("double-key.yaml", lambda: b"plan:\n  title: a\n  title: b\n", "yaml_double_key"),
    Hostile("deep.yaml", lambda: b"plan: " + b"[" * 40 + b"]" * 40, "yaml_depth"),
    Hostile("many-values.yaml", lambda: b"rows:\n" + b"- a\n" * 200_000, "file_too_long"),
    Hostile("two-documents.yaml", lambda: b"plan: a\n---\nplan: b\n", "yaml_documents"),
    Hostile("not-a-mapping.yaml", lambda: b"- a\n- b\n", "yaml_shape"),
)  # fmt: skip
