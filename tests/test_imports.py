"""What importing the package costs, and what the package holds."""

import importlib
import json
import os
import subprocess
import sys

import pytest

import trustflow as tf

HEAVY = (
    "transitions",
    "cattrs",
    "holidays",
    "jinja2",
    "numba",
    "pygraphviz",
    "resvg_py",
    "rich",
    "narwhals",
)
BASE = "import attrs, pendulum"
TOUCHED = "import trustflow as tf; tf.Case; tf.TRUST_TRANSFER"
UPPER = (
    "due_days",
    "duties",
    "standing",
    "exchange",
    "views",
    "casebook",
    "cohorts",
    "cli",
    "sphinx",
)
ANSWER = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def fresh(code):
    """What a fresh Python prints for the code; it does not measure coverage, which would cost."""
    environment = {name: value for name, value in os.environ.items() if "COV" not in name}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout


def modules(code):
    """The names of the modules that the code has loaded."""
    return set(json.loads(fresh(f"{code}\n{ANSWER}")))


@pytest.fixture(scope="module")
def base():
    """The modules of the packages without which no value could be made."""
    return modules(BASE)


def test_importing_loads_what_loads_the_rest(base):
    """A name's module is loaded when the name is first used."""
    assert {"trustflow", "trustflow._lazy"} == modules("import trustflow") - base


def test_a_first_case_loads_the_lower_floors_only(base):
    """The values, the law and the meaning: no question, exchange, picture or command."""
    loaded = modules(TOUCHED) - base
    ours = {name for name in loaded if name.partition(".")[0] == "trustflow"}
    rooms = {name.split(".")[1] for name in ours - {"trustflow"}}
    assert rooms.isdisjoint(UPPER)
    assert loaded - ours <= {"difflib", "heapq", "_heapq", "html", "html.entities"}


@pytest.mark.parametrize("code", ["import trustflow", TOUCHED], ids=["bare", "touched"])
def test_costly_packages_are_imported_when_first_used(code):
    """None of them is there before, nor any part of it."""
    loaded = {name.partition(".")[0] for name in json.loads(fresh(f"{code}\n{ANSWER}"))}
    assert loaded.isdisjoint(HEAVY)
    assert "trustflow" in loaded


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("tf.Case('x').record(tf.events.Note('2016'))", "transitions"),
        ("tf.loads(tf.dumps(tf.History('x')))", "cattrs"),
        ("tf.working_days(1).after('2016-01-01')", "holidays"),
    ],
)
def test_each_costly_package_serves_one_thing(code, needed):
    """It is loaded by what needs it, and by nothing else of these."""
    loaded = json.loads(fresh(f"import trustflow as tf\n{code}\n{ANSWER}"))
    assert {needed} == set(HEAVY) & set(loaded)


def test_the_version_is_not_looked_up():
    """Nor is anything else of the installation."""
    assert "importlib.metadata" not in json.loads(fresh(f"import trustflow\n{ANSWER}"))


@pytest.mark.parametrize("name", tf.__all__)
def test_every_public_name_is_there(name):
    """It can be had, and is had again as the same value."""
    assert getattr(tf, name) is not None
    assert getattr(tf, name) is getattr(tf, name)


def test_the_command_runs_only_when_it_is_the_program():
    """To import it, as tools for documentation do, runs nothing."""
    assert (
        importlib.import_module("trustflow.__main__").main
        is importlib.import_module("trustflow.cli").main
    )


def test_public_names_come_with_a_star():
    """`from trustflow import *` gives them all."""
    names = fresh("from trustflow import *\nprint(' '.join(sorted(globals())))").split()
    assert set(tf.__all__) <= set(names)


def test_dir_is_complete():
    """What can be had is listed, before it is first used too; names in order, none twice."""
    listed = fresh("import trustflow\nprint(' '.join(dir(trustflow)))").split()
    assert set(tf.__all__) <= set(listed)
    assert sorted(set(listed)) == listed
    assert set(tf.__all__) <= set(dir(tf))


def test_a_name_that_is_not_there():
    """The usual error, with the usual words."""
    with pytest.raises(AttributeError, match="module 'trustflow' has no attribute 'Cse'"):
        _ = tf.Cse
    assert not hasattr(tf, "__path_of_nothing__")


def test_no_function_and_module_share_a_name():
    """Importing the module would hide the function."""
    for name in tf.__all__:
        value = getattr(tf, name)
        is_module = f"trustflow.{name}" in sys.modules
        assert not is_module or value is sys.modules[f"trustflow.{name}"]


def test_events_are_those_of_the_process():
    """`events` hands on every class of event, and nothing else."""
    classes = {cls.__name__ for cls in tf.TRUST_TRANSFER.events}
    assert classes == set(tf.events.__all__)
    assert all(getattr(tf.events, name) in tf.TRUST_TRANSFER.events for name in classes)
