"""A file that is no LHÉO catalogue gets one clear sentence. Archives are opened within limits."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import pytest

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.catalogue_check import defect_from_message
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.infra.sandbox.parent import SandboxMessage
from tests.exchange.lheo.documents import catalogue, checked
from tests.shared import shared_file

BOMB = b'<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>' + b"<!-- -->" * 2_000_000


def sentence(data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        checked(data)
    assert caught.value.message.endswith(".")
    return caught.value


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def named(namespace: str, root: str = "lheo") -> bytes:
    return f'<?xml version="1.0"?>\n<{root} xmlns="{namespace}"><offres/></{root}>'.encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n\n ", "file_empty"),
        (b"\x00\x01\x02\x03binaire", "file_type"),
        (b"%PDF-1.7 ...", "file_type"),
        (b"code;libelle\n1;oui\n", "file_type"),
        (b'{"formations": []}', "file_type"),
        (b"<!DOCTYPE html><html><body>bonjour</body></html>", "file_type"),
        (b"<html><body>bonjour</body></html>", "file_type"),
        (b"<?xml version='1.0'?><plan/>", "file_type"),
        (named("https://www.of.moncompteformation.gouv.fr"), "edof"),
        (named("http://www.lheo.org/1.3.0"), "version"),
        (named("http://www.lheo.org/2.0"), "version"),
        (named("http://lheo.gouv.fr/9.9"), "version"),
        (b"<lheo><offres/></lheo>", "version"),
        (named("http://lheo.gouv.fr/2.3", "lheo-index"), "not_catalogue"),
        (named("http://lheo.gouv.fr/2.3", "formation"), "not_catalogue"),
        (b'<?xml version="1.0"?><!DOCTYPE lheo SYSTEM "lheo.dtd"><lheo xmlns="http://lheo.gouv.fr/2.3"/>', "doctype"),
        (b'<!DOCTYPE lheo [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><lheo>&b;</lheo>', "doctype"),
        (b'<?xml version="1.0"?>\n<lheo', "truncated"),
        (b"<?xml version='1.0'?>\n<<<", "not_xml"),
        (b'<?xml version="1.0" encoding="klingon"?><lheo/>', "encoding"),
        (zipped(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")), "file_type"),
        (zipped(("a.xml", b"<a/>"), ("b.xml", b"<a/>")), "archive_content"),
        (zipped(("lisezmoi.txt", b"bonjour")), "archive_content"),
        (zipped(("a.xml", gzip.compress(b"<a/>" * 9))), "archive_nested"),
        (b"PK\x03\x04abimee", "archive_broken"),
        (gzip.compress(catalogue(5).encode())[:2000], "archive_broken"),
        (gzip.compress(BOMB), "archive_bomb"),
        (zipped(("a.xml", BOMB)), "archive_bomb"),
    ],
)
def test_any_other_file_gets_one_clear_sentence(data: bytes, code: str) -> None:
    assert sentence(data).code == code


@pytest.mark.parametrize(
    "name",
    [
        "plan/plan-as-excel.xlsx",
        "data/exchange/lheo/lheo-2.3-glossaire.html",
        "data/exchange/lheo/lheo-2.3-gml.xml",
        "data/exchange/stagiaires/stagiaires-pe.csv",
        "data/exchange/lheo/lheo-2.3.xsd",
        "data/exchange/france-competences/export_fiches_RS_v4-1_extrait.xml",
        "data/exchange/intercarif/catalogue-plaquiste-veigne-37.json",
    ],
)
def test_real_files_of_other_kinds_get_their_sentence(name: str) -> None:
    assert sentence(shared_file(name).read_bytes()).code in ("file_type", "doctype")


@pytest.mark.parametrize("cut", [600, 5_000, 12_345])
def test_a_truncated_catalogue_has_one_defect_at_its_end(cut: int) -> None:
    text = catalogue(3)[:cut]
    report = checked(text)
    assert [(each.code, each.row) for each in report.defects] == [("xml_broken", text.count("\n") + 1)]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(catalogue(3).encode()),
        gzip.compress(catalogue(3).encode()[:9000]) + gzip.compress(catalogue(3).encode()[9000:]),
        zipped(("catalogue.xml", catalogue(3).encode())),
        zipped(("dossier/", b""), ("dossier/catalogue.XML", catalogue(3).encode()), ("lisezmoi.txt", b"")),
        b"\xef\xbb\xbf" + catalogue(3).encode(),
        catalogue(3).replace("UTF-8", "UTF-16").encode("utf-16"),
        catalogue(3).replace("’", "'").replace("UTF-8", "ISO-8859-1").encode("iso-8859-1"),
        catalogue(3).replace("UTF-8", "windows-1252").encode("cp1252"),
        catalogue(3).replace("\n", "\r\n").encode(),
        catalogue(3).replace("\n", "").replace("?><", "?>\n<").encode(),
    ],
)
def test_archives_and_encodings_are_read(data: bytes) -> None:
    report = checked(data)
    assert report.is_valid, report.defects
    assert report.trainings == 3


def test_a_prefix_cdata_and_comments_are_read_as_they_are() -> None:
    text = catalogue(3)
    text = text.replace("<objectif-formation>", "<objectif-formation><![CDATA[</formation> est un mot ]]>")
    text = text.replace("<certifiante>", "<!-- </formation> --><certifiante>")
    assert (checked(text).trainings, checked(text).is_valid) == (3, True)
    prefixed = "\n".join(
        line.replace("</", "\0").replace("<", "<l:").replace("\0", "</l:").replace("<l:?xml", "<?xml")
        for line in catalogue(3).splitlines()
    ).replace("xmlns=", "xmlns:l=")
    assert (checked(prefixed).trainings, checked(prefixed).is_valid) == (3, True)


def test_the_parser_is_renewed_in_the_middle_of_traps() -> None:
    """Closing tags in CDATA, in comments and in « extra », over more lines than one parser counts."""
    text = catalogue(1200)
    text = text.replace("<objectif-formation>", "<objectif-formation><![CDATA[</formation>]]>")
    text = text.replace("</formation>\n", "</formation><!-- </formation> -->\n")
    text = text.replace('<extras info="duree-hebdo">', '<extras info="duree-hebdo"><extra><formation/></extra>')
    report = checked(text)
    assert report.trainings == 1200
    assert {each.code for each in report.defects} <= {"schema"}


def test_bytes_of_another_encoding_than_announced_are_told() -> None:
    report = checked(catalogue(3).encode("cp1252"))
    assert [each.code for each in report.defects] == ["xml_broken"]


def test_a_training_too_big_to_be_one_is_refused() -> None:
    text = catalogue(1).replace("<certifiante>", "<!-- " + "x" * 1000 + " -->" * 1 + "<certifiante>")
    head, tail = text.split("<contact-formation>", 1)
    huge = head + "<contact-formation>" + "<extras/>" * 2_000_000 + tail
    assert sentence(huge.encode()).code == "training_too_big"


def test_a_zip_with_a_false_sum_is_refused() -> None:
    data = bytearray(zipped(("a.xml", catalogue(3).encode()), method=zipfile.ZIP_STORED))
    data[2000] ^= 0xFF
    assert sentence(bytes(data)).code == "archive_broken"


def test_random_bytes_never_do_more_than_a_sentence() -> None:
    for seed in range(6):
        data = zlib.compress(bytes([seed]) * 50) * 40
        assert sentence(data).code == "file_type"


@pytest.mark.parametrize("body", [b"{}", b'{"line": 7, "path": "/lheo", "code": "nsf", "fix": ""}', b'{"row": "7"}'])
def test_a_defect_that_the_reader_sends_in_another_shape_is_not_believed(body: bytes) -> None:
    with pytest.raises(UnreadableFile, match="ne peut pas être lu"):
        defect_from_message(SandboxMessage(MessageType.DEFECT, body))
