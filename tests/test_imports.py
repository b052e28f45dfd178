"""What an import of trustflow loads, its public names, and the layout of its packages."""

import ast
import importlib
import json
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import trustflow as tf
from trustflow.cli.commands import COMMANDS

HEAVY = (
    "transitions",
    "cattrs",
    "holidays",
    "pendulum",
    "jinja2",
    "numba",
    "pygraphviz",
    "resvg_py",
    "rich",
    "narwhals",
)
BASE = "import attrs"
TOUCHED = "import trustflow as tf; tf.Case; tf.TRUST_TRANSFER"
UPPER = (
    "queries",
    "exchange",
    "cohorts",
    "casebook",
    "bulk",
    "views",
    "testing",
    "cli",
    "sphinx",
)
"""The packages and modules that need not be loaded to create a case."""
SMALL = {
    *("datetime", "_datetime", "calendar", "locale", "_locale", "math", "_math_integer"),
    *("difflib", "heapq", "_heapq", "bisect", "_bisect"),
}
"""The modules of the standard library that a case needs besides those of `attrs`."""
PRINT_MODULES = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def fresh(code):
    """Return what the code prints in a new Python process, without coverage, which is slow."""
    environment = {name: value for name, value in os.environ.items() if "COV" not in name}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout


def modules(code):
    """Return the names of the modules that the code loads."""
    return set(json.loads(fresh(f"{code}\n{PRINT_MODULES}")))


@pytest.fixture(scope="module")
def base():
    """Return the modules that `attrs` loads; every use of trustflow but `--help` needs these."""
    return modules(BASE)


def test_importing_loads_only_the_lazy_loader(base):
    """A public name loads its module on first use only."""
    expected = {"trustflow", "trustflow._distribution", "trustflow._lazy"}
    assert expected == modules("import trustflow") - base


def test_a_first_case_loads_the_lower_layers_only(base):
    """They are dates, history, process and engine, and few modules of the standard library."""
    loaded = modules(TOUCHED) - base
    ours = {name for name in loaded if name.partition(".")[0] == "trustflow"}
    packages = {name.split(".")[1] for name in ours - {"trustflow"}}
    assert packages.isdisjoint(UPPER)
    assert {name.partition(".")[0] for name in loaded - ours} <= SMALL


@pytest.mark.parametrize("code", ["import trustflow", TOUCHED], ids=["bare", "touched"])
def test_slow_packages_are_imported_on_first_use(code):
    """Before that, no module of a slow package is loaded."""
    loaded = {name.partition(".")[0] for name in modules(code)}
    assert loaded.isdisjoint(HEAVY)
    assert "trustflow" in loaded


RATED_INADEQUATE = "tf.TRUST_TRANSFER.event('inspection_published_inadequate', '2016')"


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        (f"tf.Case('x').record({RATED_INADEQUATE})", "transitions"),
        ("tf.loads(tf.dumps(tf.History('x')))", "cattrs"),
        ("tf.working_days(1).shift(744_730)", "holidays"),  # in 2040
        ("tf.PartialDate.parse('2016').earliest", "pendulum"),
        ("tf.working_days(1).after('2016-01-01')", "pendulum"),
    ],
)
def test_each_slow_package_has_one_use(code, needed):
    """Each of these uses loads one slow package and no other."""
    assert {needed} == set(HEAVY) & modules(f"import trustflow as tf\n{code}")


# The command

COMMAND = "import contextlib, io\nfrom trustflow.cli import main\n"
RUN = "with contextlib.redirect_stdout(io.StringIO()):\n    assert main({}) == 0"
OF_PROGRAM = {
    *("trustflow", "trustflow._distribution", "trustflow._lazy", "trustflow._text"),
    *(f"trustflow.cli{name}" for name in ("", ".commands", ".program", ".streams")),
}
"""The modules of trustflow that every command loads."""


def modules_of_command(*words):
    """Return the names of the modules that the command loads."""
    return modules(COMMAND + RUN.format(list(words)))


def ours(names):
    """Return the names of modules of trustflow."""
    return {name for name in names if name.partition(".")[0] == "trustflow"}


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--help", set()),
        ("--version", {"trustflow.casebook", "trustflow.casebook.packaged"}),
    ],
)
def test_the_program_s_own_options_load_only_the_standard_library(option, more):
    """They load no command, no process and no installed package."""
    loaded = modules_of_command(option)
    assert ours(loaded) == OF_PROGRAM | more
    assert loaded.isdisjoint({*HEAVY, "attrs", "attr", "dateutil"})


def test_a_council_of_the_casebook_is_printed_without_what_files_and_pictures_need():
    """The command loads neither the readers of tables nor views, questions and calendars."""
    loaded = modules_of_command("case", "Sandwell")
    assert {"cattrs"} == set(HEAVY) & loaded
    assert loaded.isdisjoint({"dateutil", "zipfile", "secrets", "importlib.metadata", "xml"})
    packages = {".".join(name.split(".")[:parts]) for name in ours(loaded) for parts in (3, 4)}
    assert packages.isdisjoint(
        {
            *("trustflow.case", "trustflow.cohorts", "trustflow.bulk"),
            "trustflow.queries.facts.build",
            *("trustflow.views.svg", "trustflow.views.diagrams", "trustflow.views.timelines"),
            *("trustflow.views.case_page", "trustflow.casebook.summary", "trustflow.exchange.csv"),
            *("trustflow.exchange.files", "trustflow.exchange.cells"),
        }
    )


@pytest.mark.parametrize(
    ("command", "module"), [("case", "histories"), ("rules", "rules"), ("bulk", "bulk")]
)
def test_a_command_loads_no_module_of_another_command(command, module):
    """The modules that add commands are those of the list."""
    of_commands = {f"trustflow.cli.{each.module}" for each in COMMANDS.values()}
    loaded = modules_of_command(command, "--help")
    assert {f"trustflow.cli.{module}"} == of_commands & loaded


@pytest.mark.parametrize(
    "words",
    [
        ("case", "Sandwell"),
        ("deadlines", "Sandwell"),
        ("record", "--help"),
        ("ledger", "--help"),
        ("ledger", "redact", "--help"),
    ],
    ids=" ".join,
)
def test_only_a_command_that_uses_a_ledger_loads_it(words):
    """Neither the ledger nor the package for databases is loaded otherwise."""
    assert {"trustflow.ledger", "sqlalchemy"}.isdisjoint(modules_of_command(*words))


# Names of packages

HIDE = """
import importlib, pkgutil, sys, types
package = importlib.import_module({package!r})
inner = {{module.name for module in pkgutil.iter_modules(package.__path__)}}
shared = sorted(inner & {{*package._HOMES}})
for name in shared:
    importlib.import_module(package.__name__ + "." + name)
    assert isinstance(sys.modules[package.__name__ + "." + name], types.ModuleType)
assert not any(isinstance(getattr(package, name), types.ModuleType) for name in shared)
print(*shared)
"""


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("trustflow.casebook", "changelog"),
        ("trustflow.queries", "facts"),
        ("trustflow.views", "case_page"),
        ("trustflow.views", "explorer"),
    ],
)
def test_importing_a_module_does_not_hide_the_name_that_it_shares(package, name):
    """A function can have the name of its module, whichever of the two is imported first."""
    assert name in fresh(HIDE.format(package=package)).split()


def test_a_function_of_a_lazy_package_can_be_replaced(monkeypatch):
    """As a test of a user's own does it; a module of another name is stored as ever."""
    package = importlib.import_module("trustflow.queries")
    inner = importlib.import_module("trustflow.queries.windows")
    monkeypatch.setattr("trustflow.queries.facts", None)
    assert package.facts is None
    assert package.windows is inner


def test_importing_does_not_look_up_the_version():
    """The version is read only on request, because reading the package metadata is slow."""
    assert "importlib.metadata" not in modules("import trustflow")


@pytest.mark.parametrize("name", tf.__all__)
def test_every_public_name_is_there(name):
    """A name can be loaded, and gives the same value when it is used again."""
    assert getattr(tf, name) is not None
    assert getattr(tf, name) is getattr(tf, name)


def test_the_command_runs_only_when_it_is_the_program():
    """Importing `__main__`, as documentation tools do, does not run the command."""
    assert (
        importlib.import_module("trustflow.__main__").main
        is importlib.import_module("trustflow_england").main
    )


def test_public_names_come_with_a_star():
    """`from trustflow import *` imports all public names."""
    names = fresh("from trustflow import *\nprint(' '.join(sorted(globals())))").split()
    assert set(tf.__all__) <= set(names)


def test_dir_lists_every_public_name():
    """The list is complete before the first use too, sorted and without repetition."""
    listed = fresh("import trustflow\nprint(' '.join(dir(trustflow)))").split()
    assert set(tf.__all__) <= set(listed)
    assert sorted(set(listed)) == listed
    assert set(tf.__all__) <= set(dir(tf))


def test_an_unknown_name_raises_the_usual_error():
    """The message is Python's own."""
    with pytest.raises(AttributeError, match="module 'trustflow' has no attribute 'Cse'"):
        _ = tf.Cse
    assert not hasattr(tf, "__path_of_nothing__")


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("Condition", "process"),
        ("NamedLeg", "process"),
        ("Relaxation", "process"),
        ("whole_day", "dates"),
        ("MissingExtra", "errors"),
        ("TrustWentLive", "events"),
        ("planned_event", "queries"),
    ],
)
def test_a_name_of_a_package_inside_is_found(name, home):
    """The error says from where to import it, so that an example in a message can be used."""
    with pytest.raises(AttributeError) as caught:
        getattr(tf, name)
    expected = f"module 'trustflow' has no attribute {name!r}; import it from trustflow.{home}"
    assert expected == str(caught.value)
    assert name in importlib.import_module(f"trustflow.{home}").__all__


def test_a_name_that_only_tools_ask_for_is_not_searched():
    """A search would import much for nothing."""
    with pytest.raises(AttributeError, match=r"has no attribute '__wrapped__'$"):
        _ = tf.__wrapped__


def test_no_function_and_module_share_a_name():
    """Otherwise, importing the module would replace the function."""
    for name in tf.__all__:
        value = getattr(tf, name)
        is_module = f"trustflow.{name}" in sys.modules
        assert not is_module or value is sys.modules[f"trustflow.{name}"]


def test_events_are_those_of_the_process():
    """`events` has every event class of the trust transfer, and nothing else."""
    classes = {cls.__name__ for cls in tf.TRUST_TRANSFER.events}
    assert classes == set(tf.events.__all__)
    assert all(getattr(tf.events, name) in tf.TRUST_TRANSFER.events for name in classes)


# Layout

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "trustflow"
LAZY_NAMES = {"_HOMES", "_MODULES", "__getattr__", "__dir__"}


@cache
def source_files():
    """Return the source file of each module and package by its dotted name."""
    files = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return files


PACKAGES = sorted(name for name, path in source_files().items() if path.name == "__init__.py")


@cache
def syntax_of(name):
    """Return the syntax tree of a module or package."""
    return ast.parse(source_files()[name].read_text("utf-8"))


def assigned_names(statement):
    """Return the names that a statement assigns; empty if the statement is not an assignment."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return {
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    }


def assigned_texts(name, variable):
    """Return the texts, or the keys, of a list or table assigned in a module."""
    for node in ast.walk(syntax_of(name)):
        if variable in assigned_names(node):
            return set(ast.literal_eval(node.value))
    return set()


def package_of(name):
    """Return the package to which a module belongs; for a package, the package itself."""
    return name if name in PACKAGES else name.rpartition(".")[0]


def imported_modules(name):
    """Yield the modules of trustflow that a module imports, each with the number of the line.

    An imported name in a package's `__all__` counts as an import of the package, even if one of
    the package's modules has the same name.
    """
    for node in ast.walk(syntax_of(name)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = package_of(name).split(".")[: -node.level + 1 or None] if node.level else []
            origin = ".".join([*here, *([node.module] if node.module else [])])
            yield node.lineno, origin
            if origin in PACKAGES:
                public = assigned_texts(origin, "__all__")
                names = {alias.name for alias in node.names} - public
                yield from ((node.lineno, f"{origin}.{name}") for name in names)


def test_the_root_has_at_most_25_packages_and_modules():
    """With so few, a reader can find the right one from the listing."""
    listed = {name.split(".")[1] for name in source_files() if "." in name}
    assert len(listed) <= 25


def test_there_are_at_most_14_layers():
    """The import contract in pyproject.toml lists at most thirteen layers."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (layers,) = (rule["layers"] for rule in contracts["contracts"] if rule["id"] == "layers")
    assert len(layers) <= 14


@pytest.mark.slow
def test_no_module_imports_an_inner_module_of_another_package():
    """Other packages are imported through their `__init__`; subpackages count as packages too.

    A module may import modules at the root, and modules of the packages that contain it.
    """
    inner = [
        f"{name}:{line} imports {module}"
        for name in source_files()
        for line, module in imported_modules(name)
        if module in source_files()
        and module not in PACKAGES
        and package_of(module) != "trustflow"
        and not f"{package_of(name)}.".startswith(f"{package_of(module)}.")
    ]
    assert [] == inner


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_s_init_has_only_imports_and_names(package):
    """An `__init__` has a docstring, imports, `__all__` and the table of lazily loaded names."""
    _, *statements = syntax_of(package).body
    other = [
        ast.unparse(statement)
        for statement in statements
        for part in (
            [*statement.body, *statement.orelse] if is_type_check(statement) else [statement]
        )
        if not isinstance(part, ast.Import | ast.ImportFrom)
        and not isinstance(getattr(part, "value", None), ast.Constant)
        and not (assigned_names(part) and assigned_names(part) <= {"__all__"} | LAZY_NAMES)
    ]
    assert [] == other


def is_type_check(statement):
    """Return whether a statement is `if TYPE_CHECKING`."""
    return isinstance(statement, ast.If) and "TYPE_CHECKING" == ast.unparse(statement.test)
