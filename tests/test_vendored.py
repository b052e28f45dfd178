"""A copy of the package inside another one works without the package `trustflow` itself."""

import shutil
import subprocess
import sys
from pathlib import Path

import trustflow

CODE = """
import os, pickle, sys

os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"  # the installed one is of the other package

sys.modules["trustflow"] = None  # every import of it fails
from host.vendor import trustflow as tf

for name in tf.__all__:
    getattr(tf, name)
history = tf.casebook.load("Devon")
assert tf.check(history).ok
assert pickle.loads(pickle.dumps(history)) == history
assert pickle.loads(pickle.dumps(tf.TRUST_TRANSFER)) is tf.TRUST_TRANSFER
from host.vendor.trustflow.casebook.credit import licence_text
from host.vendor.trustflow.testing.registration import register

assert licence_text("OGL-UK-3.0")

from hypothesis import find, strategies as st

register()
find(st.from_type(tf.Span), lambda span: True)
"""


def test_a_copy_inside_another_package_needs_no_other_copy(tmp_path):
    """Its data, its pickles and its strategies are found beside it."""
    vendor = tmp_path / "host" / "vendor"
    vendor.mkdir(parents=True)
    for folder in (vendor, vendor.parent):
        (folder / "__init__.py").touch()
    own = Path(trustflow.__file__).parent
    shutil.copytree(own, vendor / "trustflow", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
