"""Every messy spreadsheet gives exactly the clean histories, or every fault that was planted."""

import io
import re
from collections import Counter

import pytest

import trustflow as tf
from tests.messy_sheets import messy_sheet
from trustflow.exchange import ReadOptions, read_file

COUNT = 500
"""How many spreadsheets are made; the seeds are the numbers from 0."""
SAMPLE = range(0, COUNT, 9)
PLACE = re.compile(r"(.*row \d+(?:, headings)?), column ([^,]*)")


def read_or_report(sheet):
    """Return the histories that are read, and the row and column of each fault."""
    try:
        options = ReadOptions(**sheet.options)
        return list(read_file(io.BytesIO(sheet.file), options=options)), []
    except tf.BadHistory as error:
        return [], sorted(PLACE.match(fault.path).groups() for fault in error.faults)


def check_sheets(seeds):
    """Check the spreadsheet of each seed, and count the kinds of dirt."""
    dirt = Counter()
    for seed in seeds:
        sheet = messy_sheet(seed)
        histories = [] if sheet.faults else sheet.histories
        assert (histories, sorted(sheet.faults)) == read_or_report(sheet), seed
        dirt.update(sheet.dirt)
    return dirt


def test_a_sample_of_messy_sheets():
    """Each is read to exactly the clean histories, or every planted fault is reported."""
    check_sheets(SAMPLE)


@pytest.mark.slow
@pytest.mark.long
def test_every_messy_sheet():
    """Of the 500 spreadsheets about half have faults, and each kind of dirt is in ten or more."""
    dirt = check_sheets(range(COUNT))
    assert COUNT * 0.4 < dirt["faults"] < COUNT * 0.6
    assert 40 <= len(dirt)
    assert 10 < min(dirt.values())
