"""A target for workbooks: the fuzzer changes the XML of their parts, or the bytes of the file."""

import io
import zipfile

import trustflow as tf
from tests.fuzz.answers import answer_of, is_refused
from trustflow.exchange import Limits, ReadOptions, read_file

NEXT_PART = b"\n%%"
"""What comes before the name of each part."""
MAX_REPEATS = 1_000_000
LIMITS = Limits(size=4_000_000)
"""A limit that a file of a few kilobytes can exceed."""
XLSX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<numFmts><numFmt numFmtId="170" formatCode="mmm-yy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    ),
    "xl/worksheets/sheet1.xml": (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>authority</t>'
        '</is></c><c r="B1" t="inlineStr"><is><t>event</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>on</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><v>X</v></c><c r="B2" t="str"><v>note</v></c>'
        '<c r="C2" s="1"><v>42567</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>X</v></c><c r="B3" t="str"><f>B2</f><v>note</v></c>'
        '<c r="C3" s="2"><v>42601.99999999</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>'
    ),
}
"""A small workbook in the format of Excel."""
ODS = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    ),
    "content.xml": (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="S">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>authority</text:p>'
        "</table:table-cell><table:table-cell office:value-type="
        '"string"><text:p>event</text:p></table:table-cell><table:table-cell '
        'office:value-type="string"><text:p>on</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="string"><text:p>X</text:p></table:table-cell><table:table-cell '
        'office:value-type="string"><text:p>note</text:p></table:table-cell><table:table-cell '
        'office:value-type="date" office:date-value="2016-07-15"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    ),
}
"""A small workbook in the format of LibreOffice, with the empty rows that it writes."""


def as_input(parts):
    """Return parts as an input of the target."""
    return b"".join(
        NEXT_PART + name.encode() + b"\n" + content.encode() for name, content in parts.items()
    )


def workbook_of(data):
    """Return the bytes of a workbook with the parts that an input describes.

    The line with the name of a part can end in a star and a number: its content is repeated.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        written = set()
        for part in data.split(NEXT_PART)[1:]:
            line, _, content = part.partition(b"\n")
            name, _, count = line.partition(b"*")
            text = name.decode("utf-8", "replace")
            repeats = (
                min(int(count), MAX_REPEATS) if count[:8].isdigit() and count[:8] == count else 1
            )
            if text and text not in written:
                written.add(text)
                with archive.open(text, "w", force_zip64=True) as opened:
                    for _ in range(repeats):
                        opened.write(content)
    return file.getvalue()


def read_workbooks(data):
    """Read a workbook: it must be refused, or be histories that can be checked."""
    try:
        file = io.BytesIO(data if data.startswith(b"PK") else workbook_of(data))
    except ValueError:  # a name that a zip file cannot have
        return
    options = ReadOptions(limits=LIMITS, file_format="workbook")
    histories = answer_of(lambda: list(read_file(file, options=options)))
    for history in () if is_refused(histories) else histories:
        assert len(history) == len(tf.check(history).steps)


BOMB = {
    "xl/workbook.xml*1": "<a>",
    "xl/worksheets/sheet1.xml*9": "<row>" * 10,
}
TARGETS = {"workbooks": read_workbooks}
SEEDS = {
    "workbooks": [
        as_input(XLSX),
        as_input(ODS),
        as_input(BOMB),
        workbook_of(as_input(XLSX)),
        workbook_of(as_input(ODS)),
    ],
}
