"""Make the demo's documents: `.venv/bin/python -m tools.demo_files`.

Small, well-formed and always the same bytes: tagged PDFs, Word files with real headings, spreadsheets
that add up. Nothing but the standard library and openpyxl, which Wagtail brings along.
"""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from tools.demo_pdf import pdf
from tools.demo_texts import FORMS, PAPERS, STATIONS, pay_scales

FOLDER = Path(__file__).resolve().parents[1] / "site/demo/content/pages"
MADE = datetime(2026, 4, 1, 9, 0)  # noqa: DTZ001 - spreadsheets know no time zones
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def main() -> None:
    """Write every file to its place in the demo's content."""
    for name, (title, blocks) in PAPERS.items():
        save(name, pdf(title, blocks))
    for name, (title, blocks) in FORMS.items():
        save(name, docx(title, blocks))
    save("people-and-culture/pay-and-pension/pay-scales-2026.csv", as_csv(pay_scales()))
    save("digital-data-technology/data/tide-gauge-stations.csv", as_csv(STATIONS))
    save("finance-and-commercial/claim-expenses/mileage-log.xlsx", mileage_log())
    save("finance-and-commercial/buying/evaluation-scorecard.xlsx", scorecard())


def save(name: str, data: bytes) -> None:
    """Write one file."""
    (FOLDER / name).write_bytes(data)
    print(f"{name}  {len(data) / 1000:.1f} kB")


def as_csv(rows: list[tuple[object, ...]]) -> bytes:
    """Rows as CSV that spreadsheets open with their accents right."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A ZIP of these files whose bytes do not depend on the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2026, 4, 1, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def docx(title: str, blocks: list[tuple[str, str]]) -> bytes:
    """A Word file of a title and blocks: `h` a heading, `p` a paragraph, `li` an item, `field` a line to fill in."""
    styles = {
        "title": "Title",
        "h": "Heading1",
        "li": "ListBullet",
        "p": "Normal",
        "field": "Field",
    }
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{styles[kind]}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for kind, text in [("title", title), *blocks]
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return zipped(
        {
            "[Content_Types].xml": f'{head}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
            '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            "</Types>",
            "_rels/.rels": f'{head}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>",
            "docProps/core.xml": f'{head}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>Department for Coasts and Harbours</dc:creator>"
            "<dc:language>en-GB</dc:language></cp:coreProperties>",
            "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId2" Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
            "word/styles.xml": f'{head}<w:styles xmlns:w="{WORD}">{_styles()}</w:styles>',
            "word/numbering.xml": f'{head}<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
            '<w:pPr><w:ind w:left="454" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
            "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"'
            ' w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>',
        }
    )


def _styles() -> str:
    def style(name: str, label: str, paragraph: str, run: str, default: str = "") -> str:
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    font = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
    bullets = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="80"/>'
    blank = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="667788"/></w:pBdr><w:spacing w:before="200" w:after="200"/>'
    big = f'{font}<w:b/><w:color w:val="0F4C5C"/>'
    return (
        style("Normal", "Normal", '<w:spacing w:after="160" w:line="288" w:lineRule="auto"/>', f'{font}<w:sz w:val="23"/><w:lang w:val="en-GB"/>', ' w:default="1"')
        + style("Title", "Title", '<w:spacing w:after="240"/>', f'{big}<w:sz w:val="44"/>')
        + style("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>', f'{big}<w:sz w:val="30"/>')
        + style("ListBullet", "List Bullet", bullets, f'{font}<w:sz w:val="23"/>')
        + style("Field", "Field", blank, f'{font}<w:sz w:val="23"/>')
    )  # fmt: skip


def workbook(
    title: str, heads: tuple[str, ...], rows: list[tuple[object, ...]], widths: tuple[int, ...]
) -> Workbook:
    """A sheet with a heading row that stays in sight."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(heads)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="0F4C5C")
    for row in rows:
        sheet.append(row)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    return book


def finished(book: Workbook) -> bytes:
    """The workbook's bytes, the same whenever it is made."""
    book.properties.creator = "Department for Coasts and Harbours"
    book.properties.created = book.properties.modified = MADE
    out = io.BytesIO()
    book.save(out)
    load_workbook(io.BytesIO(out.getvalue()))
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    core = files["docProps/core.xml"].decode()
    start, end = core.index("<dcterms:modified"), core.index("</dcterms:modified>")
    value = core.index(">", start) + 1
    files["docProps/core.xml"] = f"{core[:value]}{MADE.isoformat()}Z{core[end:]}".encode()
    return zipped(dict(files))


def mileage_log() -> bytes:
    """A log with a row for each journey, which works out what is due."""
    rows: list[tuple[object, ...]] = [
        (f"2026-04-{day:02}", *trip, f"=D{row}*0.45")
        for row, (day, trip) in enumerate(
            [(8, ("Mariner House", "Gullhaven", 31)), (16, ("Mariner House", "Tarn Head slip", 74)), (17, ("Tarn Head slip", "Mariner House", 74))],
            start=2,
        )
    ]  # fmt: skip
    rows += [(None, None, None, None, f'=IF(D{row}="","",D{row}*0.45)') for row in range(5, 30)]
    rows.append(("Total", None, None, "=SUM(D2:D29)", "=SUM(E2:E29)"))
    heads = ("Date", "From", "To", "Miles", "Due in pounds")
    book = workbook("Mileage", heads, rows, (14, 26, 26, 10, 16))
    for cells in book.active["E2:E30"]:
        cells[0].number_format = "£0.00"
    return finished(book)


def scorecard() -> bytes:
    """A scorecard in which the weights add up to a hundred."""
    rows: list[tuple[object, ...]] = [
        (what, weight, None, None, None) for what, weight in (
            ("Does it do what we asked for?", 35), ("Who would do the work, and have they done it before?", 15),
            ("Accessible, secure, and easy to leave", 10), ("Social and environmental value", 10), ("Price over the whole contract", 30),
        )
    ]  # fmt: skip
    rows.append(
        ("Weighted score", "=SUM(B2:B6)", *(f"=SUMPRODUCT($B2:$B6,{c}2:{c}6)/5" for c in "CDE"))
    )
    heads = ("Question", "Weight", "Bidder A (0 to 5)", "Bidder B (0 to 5)", "Bidder C (0 to 5)")
    return finished(workbook("Scorecard", heads, rows, (54, 10, 20, 20, 20)))


if __name__ == "__main__":
    main()
