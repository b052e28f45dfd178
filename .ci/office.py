"""Open the casebook's CSV in LibreOffice Calc, save it, and check that nothing has changed.

This needs LibreOffice Calc (on Debian: apt-get install libreoffice-calc).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import dump_csv, load_csv

UTF_8, COMMA, QUOTE, FIRST_LINE = 76, 44, 34, 1
FILTER = f"{COMMA},{QUOTE},{UTF_8},{FIRST_LINE}"
AWKWARD = ("=1+1", "+1", "-1", "@x", "'=1", " outer ", "a;b", 'a "b"', "two\nlines", "é’ü")
SECONDS = 120


def through_calc(table: Path, folder: Path) -> Path:
    """Return a CSV file that Calc has saved as a spreadsheet, opened again and saved as CSV."""
    spreadsheet = convert(table, folder, "ods", "--infilter=CSV:" + FILTER)
    return convert(spreadsheet, folder, f"csv:Text - txt - csv (StarCalc):{FILTER}")


def convert(source: Path, folder: Path, form: str, *options: str) -> Path:
    """Convert the file to another format without opening a window, and return the new path."""
    ending = form.partition(":")[0]
    target = folder / ending
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit(__doc__)
    words = [program, "--headless", profile, *options, "--convert-to", form, "--outdir", target]
    subprocess.run([*words, source], check=True, capture_output=True, timeout=SECONDS)
    return target / f"{source.stem}.{ending}"


if __name__ == "__main__":
    awkward = tf.History("Awkward", [ev.Note("2016", note=text) for text in AWKWARD])
    histories = (*tf.casebook.histories(), awkward)
    with tempfile.TemporaryDirectory() as name:
        table = Path(name) / "casebook.csv"
        dump_csv(histories, table)
        found = load_csv(through_calc(table, Path(name)))
    changed = [one.authority for one, other in zip(histories, found, strict=True) if one != other]
    print(f"{len(found)} histories through Calc, {len(changed)} changed {' '.join(changed)}")
    sys.exit(bool(changed))
