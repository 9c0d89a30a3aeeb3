"""P02: one filled form, warm, against LibreOffice turning the same words in a table of an .odt into PDF, cold.

Cold, because that is what an office does today: open the file, print, close. The fullest page counts: form 2.
"""

import io
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 15
TARGET = 0.10
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:text><table:table table:name="form"><table:table-column
 table:number-columns-repeated="2"/>{rows}</table:table></office:text></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def measure() -> Result:
    from benchmarks.django_setup import set_up

    set_up()
    from blue_patrol.papers import sample
    from casework import papers

    if shutil.which("soffice") is None:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libreoffice-writer-nogui"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    form, values = papers.get("2"), sample.application(cars=1, people=1).to_json()
    pdf = form.render(values)
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "form.odt"
        document.write_bytes(odt_of(words_of(pdf)))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)]
        ours, theirs = in_turn(
            lambda: form.render(values),
            lambda: subprocess.run(convert, check=True, capture_output=True),
            runs=RUNS,
        )
    print(f"form 2: {ours * 1000:.0f} ms, LibreOffice {theirs * 1000:.0f} ms")
    return Result("P02", ours / theirs, TARGET, ours / theirs <= TARGET, RUNS)


def words_of(pdf: bytes) -> list[str]:
    """The lines of a paper: what the table of the .odt holds."""
    import pypdf

    return [
        line for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines()
    ]


def odt_of(words: list[str]) -> bytes:
    """A document whose one table holds the words, two cells a row."""
    pairs = zip(words[::2], [*words[1::2], ""], strict=False)
    rows = "".join(
        f"<table:table-row>{''.join(CELL.format(escape(cell)) for cell in pair)}</table:table-row>"
        for pair in pairs
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", CONTENT.format(rows=rows))
    return file.getvalue()
