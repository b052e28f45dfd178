"""Commands read a spreadsheet as a council keeps it, and name its rows in what they print."""

import json

import openpyxl
import pytest

HEADINGS = ["LA name", "What happened", "Date (dd/mm/yyyy)", "Ofsted judgement", "RAG"]
ROWS = [
    ["Sandwell MBC", "Inspection published", "25/06/2015", "Inadequate ", "red"],
    ["City of Bradford", "inspection published", "21 September 2018", "INADEQUATE", None],
    ["E08000028", "direction issued: trust", "6/10/2016", None, "amber"],
]
READ = ["--map", "*=-", "--day-first"]


def workbook(path, rows=ROWS, *, headings=HEADINGS, title="Events", notes=()):
    """Save a workbook with one sheet of events, and a sheet with the notes if there are any."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in (headings, *rows):
        book.active.append(row)
    if notes:
        sheet = book.create_sheet("Notes")
        for note in notes:
            sheet.append([note])
    book.save(path)
    return path


@pytest.fixture
def sheet(tmp_path):
    """Return the path of a workbook with three events of two councils."""
    return workbook(tmp_path / "events.xlsx")


def test_a_workbook_is_checked(answer, sheet):
    """Spellings and codes give one case for each council, and a finding names its row."""
    out = answer("check", sheet, *READ)
    assert "Checked: 2 histories with 3 events." in out
    reports = json.loads(answer("check", sheet, *READ, "--json"))
    assert ["Sandwell", "Bradford"] == [report["authority"] for report in reports]
    places = [finding.get("read_from") for finding in reports[0]["findings"]]
    assert "row 4" in places
    assert f"Read from: {next(filter(None, places))}" in out


def test_every_fault_of_a_workbook_is_printed_at_once(refusal, tmp_path):
    """Each has the row of the sheet, and none hides another."""
    rows = [
        *ROWS,
        ["Sandwall", "trust went life", "32/13/2016", None, None],
        ["Bradford", "inspection published", "06/10/2016", "quite good", None],
    ]
    error = refusal("check", workbook(tmp_path / "bad.xlsx", rows), "--map", "RAG=-")
    for expected in (
        "row 4, column Date (dd/mm/yyyy): found '6/10/2016'. It may be 6 October 2016 or 10 June",
        "row 5, column LA name: found 'Sandwall'. Did you mean Sandwell?",
        "row 5, column What happened: found 'trust went life'. Did you mean",
        "row 5, column Date (dd/mm/yyyy): found '32/13/2016'.",
        "row 6, column Date (dd/mm/yyyy): found '06/10/2016'.",
        "row 6, column Ofsted judgement: found 'quite good'.",
    ):
        assert expected in error
    assert "6 faults in" in error


def test_a_name_can_be_given_on_the_command_line(answer, refusal, tmp_path):
    """`--name` says what the table calls an authority, also against a suggestion."""
    rows = [["Sandwall", "note", "2016", None, None], ["S'well", "note", "2017", None, None]]
    path = workbook(tmp_path / "names.xlsx", rows)
    names = ["--name", "Sandwall=Sandwall", "--name", "S'well=Sandwell"]
    reports = json.loads(answer("check", path, *READ, *names, "--json"))
    assert ["Sandwall", "Sandwell"] == [report["authority"] for report in reports]
    assert "Expected SPELLING=NAME" in refusal("check", path, "--name", "Sandwall")
    twice = [*names, "--name", "Sandwall=Sandwell"]
    assert "The spelling is given twice." in refusal("check", path, *twice)


def test_sheets_without_events_are_named(run, answer, refusal, tmp_path):
    """They are not read; a sheet that is named with `--sheet` is the only one."""
    path = workbook(tmp_path / "two.xlsx", notes=["Kept by the policy team.", "Ask first."])
    code, _, error = run("check", path, *READ)
    assert (0, True) == (code, error.endswith("headings of events: Notes.\n"))
    assert "3 events" in answer("check", path, *READ, "--sheet", "Events")
    assert "Did you mean 'Events'?" in refusal("check", path, *READ, "--sheet", "Event")
    rows = [["Bradford", "note", "soon", None, None]]
    both = workbook(tmp_path / "both.xlsx", rows, notes=["x"])
    assert "sheet Events, row 2, column Date" in refusal("check", both, *READ)


def test_a_workbook_is_converted_but_not_written(answer, refusal, sheet, tmp_path):
    """The CSV has the names, days and words as trustflow writes them."""
    target = tmp_path / "events.csv"
    answer("convert", sheet, target, *READ)
    text = target.read_text("utf-8-sig")
    assert "Sandwell,,inspection_published_inadequate,2015-06-25" in text
    assert "x.xlsx has the suffix of a workbook" in refusal("convert", sheet, tmp_path / "x.xlsx")


def test_a_process_of_ones_own_has_names_of_its_own(answer, own, tmp_path):
    """The councils of the casebook mean nothing in it."""
    path = workbook(
        tmp_path / "school.xlsx",
        [["Sandwell MBC", "application received", "2024-01-08", None, None]],
        headings=["Case", "Event", "On", "Note", "RAG"],
    )
    (report,) = json.loads(answer("check", path, *READ, "--process", own, "--json"))
    assert "Sandwell MBC" == report["authority"]


def test_a_table_with_codes_only(answer, refusal, tmp_path):
    """A code of the casebook is enough; another one is not."""
    rows = [["E08000028", "note", "2016"], ["E99999999", "note", "2016"]]
    path = workbook(tmp_path / "codes.xlsx", rows, headings=["GSS code", "Event", "On"])
    assert "row 3, column authority: found nothing." in refusal("check", path)
    path = workbook(tmp_path / "codes.xlsx", rows[:1], headings=["GSS code", "Event", "On"])
    (report,) = json.loads(answer("check", path, "--json"))
    assert ("Sandwell", "E08000028") == (report["authority"], report["gss_code"])


def test_a_code_of_another_authority_is_a_fault(refusal, tmp_path):
    """The code and the name of a row must be those of one authority."""
    rows = [["Bradford", "E08000028", "note", "2016"]]
    path = workbook(tmp_path / "codes.xlsx", rows, headings=["LA", "GSS code", "Event", "On"])
    expected = "column GSS code: found 'E08000028'. Expected a code of Bradford, not of Sandwell."
    assert expected in refusal("check", path)


@pytest.mark.parametrize("command", ["timeline", "diagram", "page", "case", "next", "deadlines"])
def test_every_command_that_takes_a_history_reads_a_table_in_the_same_way(answer, sheet, command):
    """The options that a fault names are therefore those of the command."""
    rows = [["Whom", *HEADINGS[1:]], *ROWS[:1]]
    path = workbook(sheet.with_name("whom.xlsx"), rows[1:], headings=rows[0])
    assert "Sandwell" in answer(command, path, *READ, "--map", "Whom=authority")


@pytest.fixture
def many_faults(tmp_path):
    """Return the path of a table with 53 faults."""
    path = tmp_path / "many.csv"
    rows = [f"Devon,note,2016-{number}" for number in range(42, 95)]
    path.write_text("\n".join(["authority,event,on", *rows, "Devon,note,2016"]), "utf-8")
    return path


@pytest.mark.parametrize("command", ["check", "timeline", "case"])
def test_every_fault_of_a_file_is_listed_on_demand(refusal, many_faults, command):
    """Otherwise there are fifty of them, and the option that lists the others."""
    short = refusal(command, many_faults).splitlines()
    assert "    and 3 more (--all-faults lists all of them)" == short[-1]
    assert 52 == len(short)
    long = refusal(command, many_faults, "--all-faults").splitlines()
    assert 54 == len(long)
    assert short[:-1] == long[:51]
    assert "line 54, column on: found '2016-94'" in long[-1]


def test_every_fault_of_the_rows_left_out_is_listed_on_demand(run, many_faults):
    """The good row is kept both times."""
    for extra, last in [
        ((), "  and 3 more (--all-faults lists all of them)"),
        (("--all-faults",), "  line 54, column on: found '2016-94'"),
    ]:
        code, out, err = run("case", many_faults, "--keep-good", *extra)
        assert 0 == code
        assert "Devon" in out
        assert err.splitlines()[-1].startswith(last)


def test_a_council_outside_the_casebook_is_refused_with_the_command_that_lists_them(refusal):
    """A similar name is suggested instead."""
    ending = "`trustflow cases` lists the councils that are in it."
    assert refusal("case", "Timbuktu").rstrip().endswith(ending)
    assert ending not in refusal("case", "Sandwel")


@pytest.mark.parametrize("command", ["check", "case"])
def test_to_keep_no_row_is_an_error(run, tmp_path, command):
    """Nothing was read, so nothing can have passed; every fault is listed before."""
    path = tmp_path / "events.csv"
    path.write_text("LA,Event,Date\nLeeds,nte,2016\nLeeds,note,soon\n")
    code, out, error = run(command, path, "--keep-good")
    assert (2, "") == (code, out)
    assert f"2 faults in {path}. Rows with a fault are left out:" in error
    assert f"{path} has no row without a fault, so --keep-good keeps nothing of it." in error
    path.write_text(path.read_text() + "Leeds,note,2016\n")
    assert 0 == run(command, path, "--keep-good")[0]


def test_a_column_of_another_event_has_a_way_out_on_the_command_line(answer, refusal, tmp_path):
    """The option that the message names works, and so does the one for all unknown columns."""
    path = tmp_path / "events.csv"
    path.write_text("LA,Event,Date,Lead owner,Owner\nLeeds,note,2016,Ann,Bo\n")
    message = refusal("check", path, "--map", "Lead owner=-")
    assert "--map Owner=-" in message
    assert message.count("Owner") == 2
    for words in (["--map", "Owner=-", "--map", "Lead owner=-"], ["--map", "*=-"]):
        assert "1 history with 1 event" in answer("check", path, *words)
