"""The name of the distribution, its extras, and a command that another package has overwritten."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import trustflow
import trustflow_england
from trustflow._distribution import DISTRIBUTION, VERSION, install_words

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
FOR_USERS = {"bulk", "calendar", "draw", "frames", "ledger", "page", "testing"}
FOR_WORK = {"bench", "dev", "docs", "proof", "spark", "tests", "tracker"}
"""The extras for work on the project itself, and for its examples."""
SELF = re.compile(rf"{DISTRIBUTION}\[([\w,]+)\]")


# The name


def test_every_place_has_the_same_name():
    """The constant, the launcher, the mark on the package and pyproject.toml agree."""
    names = {PROJECT["name"], trustflow_england.DISTRIBUTION, trustflow.__distribution__}
    assert {DISTRIBUTION} == names
    assert f"{DISTRIBUTION}[" in (ROOT / "README.md").read_text("utf-8")


def test_the_installed_distribution_has_this_name():
    """The version that the command prints is found by this name."""
    assert PROJECT["version"] == importlib.metadata.version(DISTRIBUTION) == VERSION
    assert VERSION == trustflow.__version__
    assert "__version__" in dir(trustflow)


def test_the_command_starts_outside_the_package():
    """Another package may have replaced every module of the package, but not the launcher."""
    assert {"trustflow": "trustflow_england:main"} == PROJECT["scripts"]


def pages():
    """Return every file that a user reads, or that prints what a user reads."""
    folders = (ROOT / name for name in ("docs", "src", "examples"))
    files = [path for folder in folders for path in folder.rglob("*")]
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".pre-commit-hooks.yaml")]
    return [*top, *(path for path in files if path.suffix in {".md", ".py", ".html", ".yaml"})]


@pytest.mark.parametrize("wrong", [r"pip3? install\W+trustflow\b(?!-england)", r"\btrustflow\["])
def test_nothing_says_to_install_the_other_project(wrong):
    """`trustflow` in the public package index is another project, and its extras are not ours."""
    assert len(pages()) > 150
    found = [path for path in pages() if re.search(wrong, path.read_text("utf-8"))]
    assert [ROOT / "docs/install.md"] * (wrong[0] == "p") == found


# Extras


def required(extra):
    """Return the requirements of an extra, with those of the extras that it includes."""
    needed = set()
    for requirement in EXTRAS[extra]:
        included = SELF.fullmatch(requirement)
        for name in included[1].split(",") if included else ():
            needed |= required(name)
        needed |= set() if included else {requirement}
    return needed


def test_extras_include_each_other_by_the_new_name():
    """No requirement of an extra is the other project."""
    assert set(EXTRAS) == FOR_USERS | FOR_WORK | {"all"}
    for extra in EXTRAS:
        assert not [each for each in required(extra) if each.startswith("trustflow")], extra


def test_the_extra_all_is_all_that_a_user_may_want():
    """It has the requirements of every extra for users, and nothing else."""
    assert set.union(*map(required, FOR_USERS)) == required("all")


def test_the_extra_page_brings_what_draws():
    """A case page contains pictures."""
    assert required("draw") < required("page")


@pytest.mark.parametrize("extra", sorted(FOR_USERS))
def test_the_words_name_the_extra_and_this_project(extra):
    """The words work in an installation, from a clone and from a wheel."""
    words = install_words(extra)
    assert f"pip install '{DISTRIBUTION}[{extra}]'" in words
    assert f"pip install 'PATH[{extra}]'" in words
    assert words.endswith("In the public package index, trustflow is another project.")


def test_the_words_without_an_extra():
    """They leave out the brackets, and the command that only adds an extra."""
    assert install_words(None).startswith("Run pip install PATH, where PATH is your clone or wheel")


def test_the_install_page_lists_every_extra_with_its_packages():
    """The table on the page has the packages of each extra, directly or by a smaller extra."""
    page = (ROOT / "docs/install.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (.*?) ?\|$", page, re.MULTILINE))
    assert {*FOR_USERS, "all"} == set(rows)
    assert "" == rows.pop("all")
    rows["page"] = rows["page"].replace("all of `draw`, and ", f"{rows['draw']}, ")
    for extra, packages in rows.items():
        names = {re.match(r"[\w-]+", requirement)[0] for requirement in required(extra)}
        assert names == set(packages.split(", ")), extra


def test_the_install_page_names_the_wheel_of_this_version():
    """The commands can be copied."""
    page = (ROOT / "docs/install.md").read_text("utf-8")
    wheel = f"{DISTRIBUTION.replace('-', '_')}-{PROJECT['version']}-py3-none-any.whl"
    assert {wheel} == set(re.findall(r"[\w.-]+\.whl", page))


# Another package over ours


@pytest.fixture
def site(tmp_path):
    """Return a folder laid out as pip lays out site-packages, with trustflow in it."""
    folder = tmp_path / "site"
    source = Path(trustflow.__file__).parent
    shutil.copytree(source, folder / "trustflow", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(trustflow_england.__file__, folder)
    install(folder, DISTRIBUTION, PROJECT["version"], {})
    return folder


def install(site, name, version, files):
    """Make a wheel of the files and unpack it into the folder, as `pip install` does."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    record = "".join(f"{file},,\n" for file in files)
    wheel = site.parent / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        contents = {**files, f"{info}/METADATA": metadata, f"{info}/RECORD": record}
        for file, text in contents.items():
            archive.writestr(file, text)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)


def run(site, *words):
    """Run the command as its console script does, without coverage of the copied package."""
    environment = {name: value for name, value in os.environ.items() if "COV" not in name}
    return subprocess.run(
        [sys.executable, "-c", "import sys, trustflow_england as t; sys.exit(t.main())", *words],
        env={**environment, "PYTHONPATH": str(site), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        cwd=site.parent,
    )


def assert_explains(ran, cause, steps):
    """Check that the command prints one message, with the cause and the commands that mend it."""
    assert (2, "") == (ran.returncode, ran.stdout), ran.stderr
    assert ran.stderr.startswith(f"trustflow: {cause}")
    assert steps == re.findall(r"^  (pip .*)$", ran.stderr, re.MULTILINE)
    assert 1 == ran.stderr.count("trustflow: ")
    assert "Traceback" not in ran.stderr
    assert ran.stderr.replace("\n", "").isprintable()


AGAIN = "pip install --force-reinstall --no-deps PATH"
OVERWRITTEN = f"another project has overwritten files of {DISTRIBUTION}: "
MISSING = f"files of {DISTRIBUTION} are missing, or another `trustflow` is imported instead."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"__init__.py": "1 / 0"}, ["--version"]),
        ({"__init__.py": "import no_such_package"}, ["--version"]),
        ({"__init__.py": "raise ValueError('\\x1b[2J\\n\\u202e')"}, ["--version"]),
        ({"__init__.py": "raise SystemExit('Set the variable API_KEY.')"}, ["--version"]),
        ({"__init__.py": "def main(): print('hello')"}, ["--version"]),
        ({"__init__.py": "", "cli.py": "", "errors.py": ""}, ["--version"]),
        ({"errors.py": "class ModelError(Exception): pass"}, ["rules"]),
        ({"cli/__init__.py": "import click"}, ["--version"]),
        ({"cli/__init__.py": "app = print"}, ["--version"]),
        ({"_lazy.py": ""}, ["--version"]),
        ({"dates/__init__.py": ""}, ["rules"]),
        ({"engine/clocks.py": "import no_such_package"}, ["check", "Sandwell"]),
        ({"casebook/catalogue.py": ""}, ["case", "Sandwell"]),
        ({"views/timelines/model.py": "1 / 0"}, ["timeline", "Sandwell"]),
    ],
    ids=str,
)
def test_an_overwritten_command_says_how_to_mend_it(site, files, words):
    """Any module of ours may be another's now, at the start or when a command first uses it."""
    install(site, "trustflow", "9.9", {f"trustflow/{name}": files[name] for name in files})
    assert_explains(
        run(site, *words), f"{OVERWRITTEN}trustflow 9.9.", ["pip uninstall trustflow", AGAIN]
    )


def test_the_other_project_may_have_another_name(site):
    """What matters is the folder: each project that has installed files in it is named."""
    install(site, "trust-flow", "9.9", {"trustflow/__init__.py": ""})
    install(site, "airflow-trust", "9.9", {"trustflow/errors.py": ""})
    steps = ["pip uninstall airflow-trust", "pip uninstall trust-flow", AGAIN]
    assert_explains(
        run(site, "--version"), f"{OVERWRITTEN}airflow-trust 9.9, trust-flow 9.9.", steps
    )


def test_removing_the_other_project_removes_files_of_ours(site):
    """Its record lists the files that it replaced, so ours has to be installed again."""
    (site / "trustflow" / "errors.py").unlink()
    assert_explains(run(site, "rules"), MISSING, [AGAIN])


def test_a_module_of_your_own_may_hide_the_package(site):
    """No distribution has installed it, so the message gives its path."""
    own = site.parent / "trustflow.py"
    own.write_text("", "utf-8")
    ran = run(site, "--version")  # in the folder of the module, which comes first on the path
    assert_explains(ran, MISSING, [AGAIN])
    assert f"{own} is not from {DISTRIBUTION}" in ran.stderr


def test_another_project_that_leaves_our_files_alone_does_no_harm(site):
    """Ours was installed last, or the other project has other modules only."""
    install(site, "trustflow", "9.9", {"trustflow/training.py": "1 / 0"})
    ran = run(site, "--version")
    first, *_ = ran.stdout.splitlines()
    assert (0, PROJECT["version"], "") == (ran.returncode, first, ran.stderr)


# The launcher


def test_the_launcher_runs_the_command():
    """It runs as a module too, for when another project has replaced the console script."""
    ran = subprocess.run(
        [sys.executable, "-m", "trustflow_england", "case", "Sandwel"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (2, "") == (ran.returncode, ran.stdout)
    assert "Did you mean Sandwell" in ran.stderr


@pytest.mark.parametrize("name", ["trustflow", "trustflow.cli"])
def test_a_missing_module_of_ours_is_explained(monkeypatch, capsys, name):
    """A file of ours is missing, and no other project is installed."""
    monkeypatch.setitem(sys.modules, name, None)
    assert 2 == trustflow_england.main()
    assert f"trustflow: {MISSING}" in capsys.readouterr().err


def test_an_empty_package_is_explained(monkeypatch, capsys):
    """Without `__init__.py`, Python imports the folder as a package of no project."""
    monkeypatch.setitem(sys.modules, "trustflow", ModuleType("trustflow"))
    assert 2 == trustflow_england.main()
    assert "A folder without __init__.py, trustflow, is not from" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError(),
        ModuleNotFoundError("No module named 'attr'", name="attr"),
        SystemExit(1),
    ],
)
@pytest.mark.parametrize("place", ["import", "run"])
def test_other_errors_are_raised(monkeypatch, error, place):
    """If the package is ours and whole, the error is a fault of ours and keeps its traceback."""

    def fail():
        raise error

    command = fail if place == "import" else lambda: fail
    monkeypatch.setattr(trustflow_england, "_command", command)  # the last thing that it calls
    with pytest.raises(type(error)) as caught:
        trustflow_england.main()
    assert caught.value is error


def test_an_interrupted_start_is_reported_in_one_line(monkeypatch, capsys):
    """Imports take long enough to interrupt them; the exit code is the usual one for Ctrl-C."""

    class Slow(ModuleType):
        def __getattr__(self, name):
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "trustflow", Slow("trustflow"))
    assert 130 == trustflow_england.main()
    assert ("", "trustflow: interrupted\n") == capsys.readouterr()
