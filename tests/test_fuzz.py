"""Run the fuzz targets on their seeds, and on inputs with which fuzzing found a mistake."""

import base64
import io
import re
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.fuzz.forms import form
from tests.fuzz.targets import SEEDS, TARGETS
from tests.fuzz.workbooks import XLSX
from trustflow.errors import BadHistory
from trustflow.exchange import Limits, ReadOptions, loads_csv, read_file

FOUND = {
    "csv": [
        # Both inputs once raised an error of the csv module.
        b"author\rity,event,on\nX,note,2016-07\n",
        b'sep="\nauthority,event,on\n',
    ],
    "files": [
        # A damaged stream of Arrow that claims to need petabytes, once a MemoryError.
        base64.b64decode(
            "Bwu4goAIOJHWiIuLBX0CVlcBAlcKCTNAAcwD+4oJgwYAIiQExgOkzwDdBgGYyc4KkQVeCQ"
            "AABQSLAEIV5PRrBIkCLAQFi1DINQYOBZ1UJAsDCq4COdPAslTrnWuiAAMdABsLTgUtTu6b"
            "CAmbC+ZRAgq+afcNjtyhBAO4a1JMBAsF+HsKEQeWzJgEBgcEA4VWCLtnAVniTAUK+gEJBQ"
            "FlCm0CBQM9BsIJCQQFBSctsgU="
        ),
        # A heading that is not UTF-8, once a UnicodeDecodeError.
        base64.b64decode(
            "mHLvAATrtNY9vXZGlvlKCmaU2wgFQwEDCPPI0QIFM994ygYFcwDLCnZoGQc2Pn4gezwmas"
            "0JBAcKYdyEZAcFB9CO+sgKCQZQBA0CAwYDCkc9A3cIdVX/CgYBgwYC5LAJzgs/5QS81wsB"
            "AwcKEucAAdQL"
        ),
        # The name of a time zone that is not UTF-8, once a UnicodeDecodeError without the file.
        base64.b64decode("agEAADsDAJ8AAkAAAgME/xcA/////wA="),
    ],
    "ledger_files": [
        # A NULL where there is none, once a TypeError of `recheck`.
        base64.b64decode("AivoAQAAAAj9"),
        # An index without an entry, which `redact` once left as it was, and said otherwise.
        b"\x01,\t\x00\x00\x00\x07",
        # A schema that is not UTF-8, once a UnicodeDecodeError when the ledger was opened.
        base64.b64decode("CcMu2pUltTHY2gWAwX6b3RIl2gWAwX6b3RIl"),
    ],
    "ledger_entries": [
        # Deeply nested lists in place of an event, once a RecursionError.
        base64.b64decode("AAAAAf//////CjKWICIyMDEAAAAAAAAAJm50IjogIm5vdGUifQA="),
        # "null" in place of no event, in which `recheck` once found no fault.
        base64.b64decode("AAAAfQABZSJ9AA=="),
        # Half a character in a value, once a UnicodeEncodeError of an export.
        base64.b64decode("ADIw/////////////zE1AAAAAQzIbm90ZSJ9AA=="),
        # A list in place of the name of a process, once a TypeError of `recheck`.
        base64.b64decode("Af3/MAEQAQAB"),
    ],
    "texts": [
        # The fields give the event another trigger. The error was once a plain ValueError.
        form("inspection_published_inadequate", ("judgement", "not inadequate"))[2:],
    ],
}
INPUTS = [(name, data) for inputs in (SEEDS, FOUND) for name in inputs for data in inputs[name]]


@pytest.mark.parametrize(("name", "data"), INPUTS)
def test_no_error_but_our_own_is_raised(name, data):
    """This holds for every seed, and for every input that once raised another error."""
    TARGETS[name](data)


def test_headings_that_are_not_csv_are_refused_with_their_line():
    """A single carriage return is reported at line 1."""
    with pytest.raises(BadHistory, match="line 1: found a line that ends with a carriage return"):
        loads_csv(FOUND["csv"][0])


def test_make_fuzz_runs_every_target():
    """A target that the Makefile does not name would never be fuzzed."""
    makefile = (Path(__file__).parents[1] / "Makefile").read_text("utf-8")
    [names] = re.findall(r"^FUZZ_TARGETS \?= ((?:.*\\\n)*.*)", makefile, re.MULTILINE)
    assert [*TARGETS] == names.replace("\\", "").split()
    assert TARGETS.keys() == SEEDS.keys()


def zip_bomb(size):
    """Return a workbook of which one part is very long when it is unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in XLSX.items():
            archive.writestr(name, content)
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(bytes(1_000_000))
    return file.getvalue()


@pytest.mark.parametrize(("claimed", "found"), [(None, "when it is unpacked"), (9, "checksum")])
def test_a_zip_bomb_takes_little_memory(claimed, found):
    """It is refused also if its directory gives another size."""
    size = 40_000_000
    data = zip_bomb(size)
    if claimed is not None:
        data = data.replace(size.to_bytes(4, "little"), claimed.to_bytes(4, "little"))
    tracemalloc.start()
    with pytest.raises(BadHistory, match=found):
        list(read_file(io.BytesIO(data), options=ReadOptions(limits=Limits(size=1_000_000))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 4
