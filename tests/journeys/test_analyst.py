"""An analyst, who has a workbook of six councils as their officers keep it.

The events and their dates are those of the casebook. The mistakes are not: a wrong word, a wrong
year, a day that does not exist, a missing day, and two rows in the wrong order.

The days of the legs are counted by hand. Where only a month is known, the first number counts from
its last day, and the second from its first day.

| from a direction to move to a trust | to the go-live | days |
|---|---|---|
| Sandwell, 6 October 2016 | 1 April 2018 | 365 + 177 = 542 |
| Doncaster, August 2013 | 30 September 2014 | 365 + 30 = 395 to 365 + 60 = 425 |
| Bradford, 9 February 2022 | 1 April 2023 | 365 + 51 = 416 |
| Worcestershire, August 2018 | 1 October 2019 | 365 + 31 = 396 to 365 + 61 = 426 |

The least days are 395, 396, 416 and 542, the most 416, 425, 426 and 542. So the shortest leg took
395 to 416 days, the longest 542, and the median is 406 to 425.5, which is printed as 426.

| from the decision to return the services | to their return | days |
|---|---|---|
| Reading, 28 January 2025 | 1 October 2025 | 246 |
| Worcestershire, 10 January 2024 | 1 October 2024 | 265 |

The median is 255.5, which is printed as 255 to 256. Doncaster's leg, from 30 March 2022 to 1
September 2022, has an event without a source.
"""

import csv
import datetime as dt
import re

import openpyxl

CEILING = 8
"""The greatest number of commands from the messy workbook to the charts and tables."""
HEADINGS = (
    *("Local authority (LA)", "Code", "What happened?", "Date (dd/mm/yyyy)"),
    *("Ofsted grade", "Sources", "Notes", "Checked by"),
)
INSPECTED, APPOINTED, LIVE = "Inspection published", "Commissioner appointed", "Trust went live"
TRUST, DIRECTED = "Decision announced: trust", "Direction issued: move to a trust"
VOLUNTARY = "Decision announced: voluntary trust"
DECIDED, BACK = "Return decided", "Services returned to the council"
COUNCILS = {
    ("Sandwell MBC", "E08000028"): [
        (INSPECTED, "5 June 2015", "Inadequate ", "Ofsted report; PSE"),
        (APPOINTED, "December 2015", None, "Community Care; CYPN", "Eleanor Brazil"),
        ("Commissioner's report published", "July 2016", None, "PSE"),
        (DIRECTED, "06/10/2016", None, "gov.uk"),
        (INSPECTED, dt.date(2018, 1, 29), "INADEQUATE", "Ofsted report"),
        (LIVE, dt.datetime(2018, 4, 1), None, "Sandwell Children's Trust"),  # noqa: DTZ001
        (INSPECTED, "05/07/2022", "RI", "Ofsted report"),
        (INSPECTED, "2 December 2025", "Good", "Ofsted report"),
    ],
    ("Birmingham City Council", "E08000025"): [
        ("Ofsted inspection", "23 May 2014", "inadequate", "Ofsted report"),
        ("Commisioner appointed", dt.date(2015, 12, 17), None, "CYPN"),
        (VOLUNTARY, "24 May 2016", None, "Birmingham City Council; CYPN"),
        (INSPECTED, dt.date(2016, 11, 25), "Inadequate", "Ofsted report"),
        (LIVE, "1 April 2081", None, "ADCS"),
        (INSPECTED, dt.date(2019, 1, 17), "Requires Improvement", "Ofsted report"),
        (INSPECTED, "18/04/2023", "Good", "Ofsted report"),
        ("Intervention ended", "26/5/23", None, "Birmingham Children's Trust"),
    ],
    ("Doncaster", "E08000017"): [
        (INSPECTED, "16 Nov 2012", "Inadequate", "Channel 4 News"),
        (APPOINTED, dt.date(2013, 7, 16), None, "Community Care"),
        (TRUST, dt.date(2013, 7, 16), None, "Community Care"),
        (DIRECTED, "August 2013", None, "Ofsted report"),
        (LIVE, "30th September 2014", None, "Ofsted report"),
        (INSPECTED, "27/11/2015", "Inadequate", "Ofsted report"),
        (INSPECTED, dt.date(2018, 1, 19), "good", "Ofsted report"),
        ("Intervention ended", "January 2021", None, "Doncaster Free Press"),
        (DECIDED, "30/03/2022", None, None, "source?"),
        (INSPECTED, "8 April 2022", "R.I.", "Ofsted report"),
        (BACK, "1 September 2022", None, "CYPN"),
    ],
    ("Reading Borough Council", "E06000038"): [
        (INSPECTED, "5 August 2016", "Inadequate", "DfE; Ofsted report"),
        (APPOINTED, "Sept 2016", None, "Community Care"),
        (VOLUNTARY, None, None, "Reading BC news", "find the day"),
        (LIVE, "31/11/2018", None, "Reading BC Policy Committee"),
        (INSPECTED, dt.date(2019, 10, 28), "RI", "Ofsted report"),
        ("Intervention ended", dt.date(2021, 2, 8), None, "Reading Chronicle"),
        (INSPECTED, dt.date(2024, 7, 12), "RI", "Ofsted report"),
        (DECIDED, "28 January 2025", None, "Reading BC media"),
        (BACK, dt.date(2025, 10, 1), None, "Reading BC Policy Committee"),
    ],
    ("City of Bradford", "E08000032"): [
        (INSPECTED, "29 October 2018", "Inadequate", "Ofsted report"),
        (APPOINTED, "September 2021", None, "Ofsted report; CYPN"),
        (VOLUNTARY, "25/01/2022", None, "Social Work Today"),
        (LIVE, dt.date(2023, 4, 1), None, "Bradford Zone"),
        (DIRECTED, "09/02/2022", None, "DfE"),
        (INSPECTED, "21 May 2026", "Requires improvment", "Ofsted report"),
    ],
    ("Worcestershire CC", "E10000034"): [
        (INSPECTED, "24/01/2017", "Inadequate", "Ofsted report"),
        (APPOINTED, "March 2017", None, "LGC; CYPN"),
        (TRUST, dt.date(2018, 3, 29), None, "Worcestershire CC Cabinet"),
        (DIRECTED, "August 2018", None, "Community Care"),
        ("Shadow running started", "April 2019", None, "CYPN"),
        (INSPECTED, "29 July 2019", "Requires improvement to be good", "Ofsted report"),
        (LIVE, "1/10/2019", None, "Community Care"),
        ("Intervention ended", "about November 2021", None, "Bromsgrove Advertiser"),
        (INSPECTED, dt.date(2023, 7, 14), "Good", "Ofsted report"),
        (DECIDED, "10/01/2024", None, "Worcester News"),
        (BACK, "01/10/2024", None, "Community Care"),
    ],
}
NAMES = ["Sandwell", "Birmingham", "Doncaster", "Reading", "Bradford", "Worcestershire"]
KEY = ("Key", "RI = requires improvement to be good", "Dates are those of the source")

FAULTS = [
    "row 4, headings, column Checked by: found the unknown column 'Checked by'.",
    "row 8, column Date (dd/mm/yyyy): found '06/10/2016'. It may be 6 October 2016 or 10 June",
    "row 11, column Date (dd/mm/yyyy): found '05/07/2022'. It may be 5 July 2022 or 7 May 2022.",
    "row 14, column What happened?: found 'Ofsted inspection'. Expected the name of an event",
    "row 15, column What happened?: found 'Commisioner appointed'. Did you mean 'commissioner_app",
    "row 21, column Date (dd/mm/yyyy): found '26/5/23'. The year is missing, or has two digits.",
    "row 37, column Date (dd/mm/yyyy): found nothing. Expected a date",
    "row 38, column Date (dd/mm/yyyy): found '31/11/2018'. Expected a day from 01 to 30",
    "row 49, column Date (dd/mm/yyyy): found '09/02/2022'. It may be 9 February 2022 or 2 Sep",
    "row 50, column Ofsted grade: found 'Requires improvment'. Did you mean 'requires improvement",
    "row 58, column Date (dd/mm/yyyy): found '1/10/2019'. It may be 1 October 2019 or 10 January",
    "row 61, column Date (dd/mm/yyyy): found '10/01/2024'. It may be 10 January 2024 or 1 October",
    "row 62, column Date (dd/mm/yyyy): found '01/10/2024'. It may be 1 October 2024 or 10 January",
]
"""How each line of the first refusal goes on after the name of the sheet."""
CORRECTED = {
    "C14": INSPECTED,
    "C15": APPOINTED,
    "D21": "26 May 2023",
    "D37": "28 July 2017",
    "D38": "1 December 2018",
    "G50": None,
    "E50": "Requires improvement",
}
SCRIPT = """\
import pandas as pd
import trustflow as tf
from trustflow.exchange import from_frame

frame = pd.read_excel("six.xlsx", header=3, engine="calamine")
frame["Local authority (LA)"] = frame["Local authority (LA)"].ffill()
names = tf.casebook.authority_names()
cases = from_frame(frame, columns={"Checked by": "-"}, names=names, day_first=True)
print([*cases])
for name, history in cases.items():
    print(name, len(tf.check(history).findings.to_pandas()))
legs = tf.legs(cases.values(), start="direction_issued_trust", end="trust_went_live")
days = legs.to_pandas()[["authority", "days_at_least", "days_at_most"]]
print(days.to_string(index=False, header=False))
"""


def kept_workbook(path):
    """Save the workbook of the six councils: titles, merged names, blank rows, a key and notes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tracker"
    sheet["A1"], sheet["A2"] = "Children's services: councils in intervention", "DRAFT"
    sheet.merge_cells("A1:H1")
    for column, heading in enumerate(HEADINGS, 1):
        sheet.cell(4, column, heading)
    row = 5
    for (name, code), events in COUNCILS.items():
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, code)
        last = row + len(events) - 1
        sheet.merge_cells(start_row=row, end_row=last, start_column=1, end_column=1)
        for number, event in enumerate(events, row):
            for column, value in enumerate(event, 3):
                sheet.cell(number, column, value)
        row = last + 2
    for number, note in enumerate(KEY, row + 1):
        sheet.cell(number, 1, note)
    book.create_sheet("Notes")["A1"] = "To do: check the dates of Reading"
    book.save(path)


def correct(path, cells):
    """Change some cells of the workbook."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["Tracker"][place] = value
    book.save(path)


def rows_named(printed):
    """Return the rows that errors are read from, in order."""
    errors = re.findall(
        r"- Error \(logic\).*?Read from: sheet Tracker, row (\d+)", printed, re.DOTALL
    )
    return [int(row) for row in errors]


def test_messy_workbook_to_charts_and_tables(shell):
    """What is wrong, all at once; checked; how long each leg takes; a chart, tables and pandas."""
    run = shell("frames", "draw", today="2026-11-29", packages=("pandas",))
    path = run.folder / "six.xlsx"
    kept_workbook(path)

    refused = run("trustflow check six.xlsx", 2).splitlines()
    assert f"trustflow: {len(FAULTS)} faults in six.xlsx:" == refused[0]
    found = [line.removeprefix("    sheet Tracker, ") for line in refused[1 : len(FAULTS) + 1]]
    assert [] == [
        pair for pair in zip(FAULTS, found, strict=True) if not pair[1].startswith(pair[0])
    ]
    message = "\n".join(refused)
    for way_out in ("--day-first", "--map HEADING=-", "`trustflow triggers` lists the events"):
        assert way_out in message

    correct(path, CORRECTED)
    options = "--day-first --map 'Checked by=-'"
    checked = run(f"trustflow check six.xlsx {options}", 1)
    assert [19, 49] == rows_named(checked)  # after 1 April 2081; after the go-live of 2023
    assert "Checked: 6 histories with 53 events." in checked
    assert "Not read in six.xlsx, because they have no headings of events: Notes." in checked

    sheet = openpyxl.load_workbook(path)["Tracker"]
    swapped = zip(sheet["C48:H48"][0], sheet["C49:H49"][0], strict=True)
    cells = {up.coordinate: down.value for up, down in swapped}
    cells |= {up.coordinate.replace("48", "49"): up.value for up in sheet["C48:H48"][0]}
    correct(path, {"D18": "1 April 2018", **cells})
    checked = run(f"trustflow check six.xlsx {options}")
    assert [] == rows_named(checked)
    assert "Certain findings: 0 errors; 0 late under a law" in checked
    written = run(f"trustflow convert six.xlsx six.json {options}")
    assert "six.json: 6 histories, 53 events" in written

    table = run("trustflow legs --file six.json --markdown").splitlines()
    cells = {line.split(" | ")[0].strip("| "): line.strip("| ").split(" | ")[1:] for line in table}
    four = ["4", "4", "0", "0", "0", "406 to 426", "395 to 416", "542", "396 to 425"]
    assert four == cells["direction-to-live"]
    assert ["2", "2", "0", "0", "1", "255 to 256", "246", "265", "246"] == cells[
        "decision-to-return"
    ]

    run("trustflow legs direction-to-live --file six.json -o legs.csv")
    with (run.folder / "legs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["authority"]: row for row in csv.DictReader(file)}
    assert {
        "Sandwell": ("542", "542"),
        "Doncaster": ("395", "425"),
        "Bradford": ("416", "416"),
        "Worcestershire": ("396", "426"),
    } == {name: (row["days_at_least"], row["days_at_most"]) for name, row in rows.items()}

    run("trustflow timeline six.json -o six.svg")
    picture = (run.folder / "six.svg").read_text("utf-8")
    assert all(f">{name}<" in picture for name in NAMES)
    assert "Key" not in picture

    (run.folder / "analyse.py").write_text(SCRIPT, "utf-8")
    printed = run("python analyse.py").splitlines()
    assert str(NAMES) == printed[0]
    findings = checked.count("Confidence: ")
    assert findings == sum(int(line.split()[-1]) for line in printed[1:7])
    assert [
        ["Sandwell", "542", "542"],
        ["Doncaster", "395", "425"],
        ["Bradford", "416", "416"],
        ["Worcestershire", "396", "426"],
    ] == [line.split() for line in printed[7:]]
    assert CEILING >= len(run.commands)
