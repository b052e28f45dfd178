"""Open what trustflow writes in LibreOffice Calc, save it, and check that nothing has changed.

Every history of the casebook and some awkward ones go through CSV, Calc and each format that Calc
saves: .xlsx, .ods and CSV. Each CSV that a command writes goes through Calc cell by cell.

This needs LibreOffice Calc (on Debian: apt-get install --no-install-recommends libreoffice-calc).
"""

import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import dump_csv, read_file

UTF_8, COMMA, QUOTE, FIRST_LINE = 76, 44, 34, 1
FILTER = f"{COMMA},{QUOTE},{UTF_8},{FIRST_LINE}"
FORMS = ("xlsx", "ods", f"csv:Text - txt - csv (StarCalc):{FILTER}")
TEXTS = (
    *("=1+1", "+1", "-1", "@x", "'=1", "'", " outer ", "a;b", 'a "b"', "two\nlines", "é’ü"),
    *("1/2", "007", "1e5", "Jul-16", "2016-07", "12:30", "TRUE", "50%", "#N/A", "£5", "n/a"),
)
"""Texts that a spreadsheet could take for a formula, a number, a date or an error."""
DATES = (
    *("2016", "2016-07", "2016-07-01", "2016-02-29", "2017-22", "2016~", "2016-07?", "2016?"),
    *("2016-09-12/2016-10-06", "../2017-11", "2012-06/..", "[2015-12,2016-01]", "1999-12-31"),
)
"""A date of every form."""
COMMANDS = (("legs",), ("deadlines", "Sandwell"), ("check", "Sandwell"))
"""The commands whose CSV is opened."""
TRUTH = {"TRUE": "true", "FALSE": "false"}
SECONDS = 120


def awkward_histories() -> tuple[tf.History, ...]:
    """Return histories with texts and dates of every kind, and one that inherits events."""
    texts = [ev.Note("2016", note=text) for text in TEXTS]
    dates = [ev.Note(date, known_on=date) for date in DATES]
    inherits = [ev.Note("2015-07"), ev.Note("2015-07-01")]
    return (
        tf.History("Awkward", texts, gss_code="E06000001"),
        tf.History("Dates", dates, checked_to="2026-08"),
        tf.History("Heir", [ev.Note("2016")], succeeds="Awkward", inherits=inherits),
        tf.History("Empty", checked_to={"inspections": "2026-08-22"}),
    )


def convert(source: Path, folder: Path, form: str, *options: str) -> Path:
    """Convert a file to another format without opening a window, and return the new path."""
    ending = form.partition(":")[0]
    target = folder / ending
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit(__doc__)
    words = [program, "--headless", profile, *options, "--convert-to", form, "--outdir", target]
    subprocess.run([*words, source], check=True, capture_output=True, timeout=SECONDS)
    return target / f"{source.stem}.{ending}"


def through_calc(table: Path, folder: Path) -> Iterator[Path]:
    """Yield each file that Calc saves after it has opened a CSV file."""
    for form in FORMS:
        yield convert(table, folder, form, "--infilter=CSV:" + FILTER)


def changed_histories(folder: Path) -> list[str]:
    """Return a line for each history that a way through Calc has changed."""
    histories = (*tf.casebook.histories(), *awkward_histories())
    table = folder / "histories.csv"
    dump_csv(histories, table)
    lines: list[str] = []
    for path in through_calc(table, folder):
        found = tuple(read_file(path))
        changed = [
            f"{path.suffix}: {one.authority}"
            for one, other in zip(histories, found, strict=True)
            if one != other
        ]
        print(f"{len(found)} histories through Calc to {path.suffix}, {len(changed)} changed")
        lines += changed
    return lines


def changed_tables(folder: Path) -> list[str]:
    """Return a line for the CSV of each command that Calc has changed."""
    lines: list[str] = []
    for words in COMMANDS:
        table = folder / f"{words[0]}.csv"
        command = [sys.executable, "-m", "trustflow", *words, "--csv"]
        written = subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
        table.write_bytes(written.stdout)
        saved = convert(table, folder, FORMS[-1], "--infilter=CSV:" + FILTER)
        is_same = cells(table) == cells(saved)
        print(f"the CSV of {words[0]} through Calc: {'the same' if is_same else 'changed'}")
        lines += [] if is_same and len(cells(table)) > 1 else [f"{words[0]} --csv"]
    return lines


def cells(path: Path) -> list[list[str]]:
    """Return the cells of a CSV file; Calc writes truth values in capitals."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[TRUTH.get(cell, cell) for cell in row] for row in csv.reader(file)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        faults = [*changed_histories(Path(name)), *changed_tables(Path(name))]
    print("\n".join(faults))
    sys.exit(bool(faults))
