"""Tables on a terminal: they fit, and no word is cut that could be kept whole."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.samples import LATE
from trustflow.cli.output import print_table, say, with_progress
from trustflow.cli.table_layout import GAP, column_widths

STYLE = re.compile(r"\x1b\[[0-9;]*m")
WORDS = st.text("abcdefgh", min_size=1, max_size=9)
CELLS = st.lists(WORDS, max_size=12).map(" ".join)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)


def columns_of(rows):
    """Return the columns of a table with the headings `0`, `1` and so on."""
    return {str(index): cells for index, cells in enumerate(zip(*rows, strict=True))}


@given(TABLES, st.integers(10, 160), st.sets(st.sampled_from("01234")))
def test_columns_fit(rows, width, optional):
    """The columns fit; only optional and empty ones are left out, and no word is cut in need."""
    columns = columns_of(rows)
    widths = column_widths(columns, width, sorted(optional))
    assert sum(widths.values()) + GAP * (len(widths) - 1) <= max(width, 3 * len(widths))
    full = {heading for heading in columns if any(columns[heading])}
    assert full - optional <= widths.keys() <= full
    words = {
        heading: max(len(word) for cell in (heading, *columns[heading]) for word in cell.split())
        for heading in widths
    }
    if sum(words.values()) + GAP * (len(words) - 1) <= width:
        assert all(widths[heading] >= words[heading] for heading in widths)


@given(TABLES)
def test_a_wide_terminal_leaves_nothing_out(rows):
    """Every column has the width of its longest cell."""
    columns = columns_of(rows)
    assert {
        heading: max(map(len, (heading, *cells)))
        for heading, cells in columns.items()
        if any(cells)
    } == column_widths(columns, 1_000, list(columns))


@pytest.fixture
def terminal(monkeypatch, capsys):
    """Return a function that prints on a terminal of some width and returns what is printed."""

    def printed(width, *arguments, **more):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(width))
        print_table(*arguments, **more)
        return capsys.readouterr().out

    return printed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, st.sampled_from([40, 80, 120]))
def test_no_line_is_longer_than_the_terminal(terminal, rows, width):
    """Whatever the cells, no line is wrapped by the terminal."""
    out = STYLE.sub("", terminal(width, list(columns_of(rows)), rows))
    assert max(map(len, out.splitlines()), default=0) <= width


def test_what_is_left_out_is_named(terminal):
    """The line says where to find it; on a wide terminal there is no such line."""
    table = ("Rule", "Source"), [("short", "a long source of many words for this rule")]
    out = terminal(24, *table, optional=("Source",), elsewhere="--json")
    assert "\n\nNot shown on this narrow\nscreen: Source. See\n--json.\n" in out
    assert "long" not in out
    assert "Not shown" not in terminal(80, *table, optional=("Source",))


def test_a_heading_is_broken_before_a_column_is_left_out(terminal):
    """A long heading over short cells takes two lines."""
    table = ("Name", "Number of days", "Shortest"), [("a-name", "28", "14")]
    out = STYLE.sub("", terminal(26, *table, optional=("Shortest",)))
    assert "Not shown" not in out
    assert "14" in out


def test_an_optional_column_may_be_absent(terminal):
    """A command that has moved a column below its table may still call it optional."""
    assert "Not shown" not in terminal(20, ("Event",), [("note",)], optional=("Sources",))


def test_a_cell_with_brackets_is_no_markup(terminal):
    """Square brackets are printed as they are."""
    assert "[bold]x[/]" in terminal(80, ("Event",), [("[bold]x[/]",)])


def test_a_long_paragraph_is_broken_between_words(capsys, monkeypatch):
    """On a terminal only; empty lines are kept."""
    text = "one two three\n\nfour"
    say(text)
    assert f"{text}\n" == capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "9")
    say(text, hang=2)
    assert "one two\n  three\n\nfour\n" == capsys.readouterr().out


RUN = "trustflow insert a.json note 2016"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (RUN, [RUN]),
        (f"  {RUN}", [f"  {RUN}"]),
        (f"Put it in with: {RUN}", ["Put it in", "with:", RUN]),
        (f"  To add it: {RUN}", ["  To add", "  it:", f"  {RUN}"]),
        ("trustflow shows it", ["trustflow", "shows it"]),
        ("See trustflow new x", ["See", "trustflow", "new x"]),
    ],
)
def test_a_command_to_run_is_not_broken(capsys, monkeypatch, text, printed):
    """A command on two lines would be pasted as two commands; a sentence is broken."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "10")
    say(text)
    assert printed == capsys.readouterr().out.splitlines()


def test_a_short_line_with_a_command_is_one_line(capsys, monkeypatch):
    """A line that fits is printed as it is."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    say(f"Run: {RUN}")
    assert f"Run: {RUN}\n" == capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    "words",
    [
        ["case", "Sandwell"],
        ["case", "Sandwell", "--as-of", "2016-11-01"],
        ["case", "Sandwell", "--sources"],
        ["cases"],
        ["cases", "--stage", "trust_live"],
        ["legs"],
        ["legs", "direction-to-live"],
        ["outcomes", "direction_issued", "--names"],
        ["check", "Sandwell", "Doncaster"],
        ["deadlines", "Sandwell", "--as-of", "2016-12-05"],
        ["deadlines", "Sandwell", "Bromley", "--as-of", "2016-12-05", "--within", "3 months"],
        ["next", "Sandwell", "--as-of", "2016-11-01"],
        ["next", "Sandwell", "--as-of", "2016-11-01", "--all"],
        ["next", "Sandwell", "--as-of", "2016-11-01", "--refused"],
        ["paths", "trust_live"],
        ["rules"],
        ["rules", "action-plan"],
        ["due", "action-plan", "--from", "2025-03-04"],
        ["triggers"],
        ["triggers", "inspection_published"],
    ],
    ids=" ".join,
)
def test_the_first_screen_fits(run, monkeypatch, words, width):
    """No line is longer than the terminal, save for an address or a command; no word is cut."""
    monkeypatch.setenv("COLUMNS", str(width))
    piped = run(*words)[1]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    _, out, err = run(*words)
    assert "" == err
    lines = STYLE.sub("", out).splitlines()
    assert lines
    whole = re.compile(r"http|^ *trustflow record ")
    assert [] == [line for line in lines if len(line) > width and not whole.search(line)]
    parts = "\n".join(lines).replace("─", "").split("\n\n")
    kept = [part for part in parts if not part.lstrip().startswith("Not shown on this narrow")]
    assert {*" ".join(kept).split()} <= {*piped.split()}


REFUSALS = [
    ["nonsense"],
    ["cases", "--stage", "nowhere"],
    ["case", "Sandwel"],
    ["check", "Sandwell", "--fail-on", "nonsense"],
    ["deadlines", "Sandwell", "--as-of", "someday"],
    ["legs", "direction-to-liv"],
    ["paths", "trust_liv"],
    ["rules", "action-plam"],
    ["schema", "nonsense"],
    ["triggers", "inspection_publishd"],
    ["record"],
]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("words", REFUSALS, ids=" ".join)
def test_a_refusal_fits(run, monkeypatch, words, width):
    """A message is broken between words on a terminal, and has the same words in a pipe."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")  # argparse of Python 3.15 colours what it refuses
    piped = run(*words)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    code, out, err = run(*words)
    assert (2, "") == (code, out)
    assert piped[2].split() == err.split()
    assert max(map(len, err.splitlines())) <= width


def test_a_refusal_in_a_pipe_is_one_line(run, monkeypatch):
    """In a pipe, no sentence of a message is broken."""
    monkeypatch.setenv("COLUMNS", "40")
    assert 1 == len(run("paths", "trust_liv")[2].splitlines())
    assert 1 == sum("error:" in line for line in run("nonsense")[2].splitlines())


@pytest.mark.parametrize("width", [60, 80, 97, 120])
def test_help_does_not_break_an_option(answer, monkeypatch, width):
    """No line of a help ends within the name of an option or of a rule."""
    monkeypatch.setenv("COLUMNS", str(width))
    commands = re.findall(r"^  ([a-z]+) ", answer("--help"), re.MULTILINE)
    assert {"record", "cases", "bulk"} <= {*commands}
    for name in commands:
        lines = answer(name, "--help").splitlines()
        assert [] == [line for line in lines if re.search(r"\w-$", line) or len(line) > width]


def test_colours_are_left_out_on_request(run, saved, monkeypatch):
    """With `NO_COLOR`, headings may be bold, but nothing has a colour."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    _, out, _ = run("case", saved(LATE))
    assert "\x1b[3" not in out


@pytest.mark.parametrize(("term", "is_shown"), [("xterm", True), ("dumb", False)])
def test_only_a_bar_that_can_be_wiped_away_is_drawn(monkeypatch, term, is_shown):
    """On a terminal that cannot move its cursor, a bar would stay above the answer."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", term)
    items = [*range(9)]
    assert is_shown is (with_progress(items, "checking") is not items)
