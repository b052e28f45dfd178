"""A council officer, who has received an inspection report and keeps the case.

The dates are worked out by hand from the rules, which count 30 and 70 working days after the day of
receipt. Left out are weekends, 25 December, 28 December (for Boxing Day, a Saturday) and 1 January.

| received | 30 working days | 70 working days |
|---|---|---|
| Saturday, 28 November 2026 | 13 January 2027 | 10 March 2027 |
| Thursday, 26 November 2026 | 12 January 2027 | 9 March 2027 |
| Monday, 16 November 2026 | 30 December 2026 | 25 February 2027 |
| Friday, 13 November 2026 | 29 December 2026 | 24 February 2027 |
"""

import re

CEILING = 6
"""The greatest number of commands from the report to the page."""


def days_due(printed):
    """Return the due days at the start of the lines of a table."""
    return re.findall(r"^(\d+ \w+ \d{4})  ", printed, re.MULTILINE)


def test_report_to_page(shell):
    """A report came yesterday: what is due, what may happen, a calendar file and a page."""
    run = shell("calendar", "page", today="2026-11-29")
    case_with_report(run)
    due = run("trustflow deadlines somewhere.json")
    assert due.startswith("Somewhere, as of 29 November 2026 (today).")
    assert ["13 January 2027", "10 March 2027"] == days_due(due)
    publish, plan = (line for line in due.splitlines() if "  open  " in line)
    assert "The council publishes the inspection report it received " in publish
    assert "30 working days  law " in publish
    assert "The council publishes its action plan after an inspection report " in plan
    assert "70 working days  law " in plan
    moves = run("trustflow next somewhere.json")
    assert re.search(r"\ncommissioner appointed +Commissioner review +standard", moves)
    assert re.search(r"\ninspection published: not inadequate +Not on the road", moves)
    assert "trust went live" not in moves
    assert "2 deadlines" in run("trustflow deadlines somewhere.json --ics somewhere.ics")
    written = run("trustflow page somewhere.json --as-of today -o somewhere.html")
    assert "somewhere.html: Somewhere, as of 29 November 2026 (today)" in written
    assert CEILING >= len(run.commands)

    calendar = (run.folder / "somewhere.ics").read_text("utf-8")
    assert ["20270113", "20270310"] == re.findall(r"DTSTART;VALUE=DATE:(\d+)", calendar)
    page = (run.folder / "somewhere.html").read_text("utf-8")
    assert all(day in page for day in ("13 January 2027", "10 March 2027", "28 November 2026"))
    assert "help and protection: inadequate" in page


def test_report_without_the_day_of_receipt(shell):
    """The day is asked for; the command that is printed adds it."""
    run = shell("calendar", "page", today="2026-11-29")
    run("trustflow new somewhere.json Somewhere")
    out = run(
        "trustflow record somewhere.json inspection_published 2026-11-20 --areas a=inadequate"
    )
    (command,) = re.findall(r"To add it: (.*)", out)
    assert [] == days_due(run("trustflow deadlines somewhere.json"))  # a range of days
    run(command.replace("DATE", "2026-11-28"))
    due = run("trustflow deadlines somewhere.json")
    assert ["13 January 2027", "10 March 2027"] == days_due(due)


def test_keeping_the_case(shell):
    """An overlooked letter, a wrong date and a planned meeting: each refusal has the way out."""
    run = shell("calendar", "page", today="2026-11-29")
    case_with_report(run)

    assert "visit_letter_published_focused" in run("trustflow triggers letter")
    letter = "somewhere.json visit_letter_published_focused 2026-11-13 --source 'Ofsted letter'"
    (command,) = re.findall(
        r"^ *(trustflow insert .*)$", run(f"trustflow record {letter}", 2), re.MULTILINE
    )
    assert "Inserted in place 1" in run(command)

    report = r"\n2 +20 November 2026 +inspection published: inadequate \(.*requires improvement"
    assert re.search(report, run("trustflow case somewhere.json"))
    change = "trustflow replace somewhere.json 2 --field received_on="
    assert "Did you mean '2026-11-26' (26 November 2026)?" in run(f"{change}26/11/2026", 2)
    assert "has not come yet" in run(f"{change}2026-12-26", 2)
    run(f"{change}2026-11-26")
    assert re.search(report, run("trustflow case somewhere.json"))
    due = run("trustflow deadlines somewhere.json")
    assert ["12 January 2027", "9 March 2027"] == days_due(due)

    record = "trustflow record somewhere.json"
    assert "is a note" in run(f"{record} meeting 2027-01-14 --planned", 2)
    assert "With --planned" in run(f"{record} note 2027-01-14", 2)
    assert "in --note TEXT" in run(f"{record} note 2027-01-14 --planned", 2)
    run(f"{record} note 2027-01-14 --planned --note 'Meeting with the commissioner'")
    planned = "deadline set (Meeting with the commissioner, due 14 January 2027)"
    assert planned in run("trustflow case somewhere.json")
    due = run("trustflow deadlines somewhere.json")
    assert ["12 January 2027", "14 January 2027", "9 March 2027"] == days_due(due)


def test_three_cases(shell):
    """What falls due within 30 days: the thirtieth day counts, the day after it does not."""
    run = shell("calendar", "page", today="2026-11-29")
    case_with_report(run)
    for name, received in (("north", "2026-11-13"), ("south", "2026-11-16")):
        run(f"trustflow new {name}.json {name.title()}")
        run(
            f"trustflow record {name}.json inspection_published 2026-11-12 "
            f"--areas care=inadequate --field received_on={received}"
        )
    cases = "trustflow deadlines somewhere.json north.json south.json"
    soon = run(f"{cases} --within '30 days'")
    assert "3 cases" in soon
    assert "to 29 December 2026" in soon
    row = r"^(\w+) +(\d+ \w+ \d{4}) +The council"
    assert [("North", "29 December 2026")] == re.findall(row, soon, re.MULTILINE)
    everything = [case for case, _ in re.findall(row, run(cases), re.MULTILINE)]
    assert ["North", "South", "Somewhere"] * 2 == everything
    assert "To use your file, write somewhere.json." in run("trustflow deadlines Somewhere", 2)


def case_with_report(run):
    """Create the case and record the report, in two commands."""
    run("trustflow new somewhere.json Somewhere")
    recorded = run(
        "trustflow record somewhere.json inspection_published 2026-11-20 "
        "--field received_on=2026-11-28 --areas 'help and protection=inadequate' "
        "--areas 'care=requires improvement' --source 'Ofsted report' --confidence high"
    )
    assert "Somewhere: Rated inadequate" in recorded
    assert "Not given" not in recorded
