"""Make spreadsheets as people keep them from clean histories, with dirt of many kinds.

Dirt is either harmless, so that exactly the clean histories are read, or a fault, which is reported
at its row and column.
"""

import datetime as dt
import io
import re
from random import Random
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import trustflow as tf
from trustflow.exchange.history_rows import case_names, rows_of

PROCESS = tf.TRUST_TRANSFER
NAMES = tf.casebook.authority_names()
CASEBOOK = tf.casebook.histories()
HEADINGS = {
    "authority": ("Local authority", "LA name", "COUNCIL", " Name of council ", "authority"),
    "case": ("Case ID", "case"),
    "gss_code": ("GSS code", "ONS code", "LA code", "Gss"),
    "event": ("Event", "Type of event", "What happened", "EVENT NAME\n", "trigger"),
    "on": ("Date", "Date of event", "Event date (dd/mm/yyyy)", "When\xa0", "date [1]", "on"),
    "note": ("Notes", "Comments", "note"),
    "source": ("Source title", "Source"),
    "source_url": ("Link", "Web address", "source_url"),
    "source_published": ("Date published", "Published"),
    "source_confidence": ("Confidence", "source-confidence"),
    "judgement": ("Judgement", "JUDGEMENT "),
}
"""Headings in the wild of each column; other columns have their own names."""
FREE = {
    "authority",
    "note",
    "source",
    "source_copy_of",
    "source_url",
    "succeeds",
    "details",
    "case",
}
"""The columns in which a placeholder such as n/a would be a text."""
JUDGEMENT = re.compile(r'^judgement=([^;"]+)(?:; |$)')
MONTH_FORMAT = "mmm-yy"
PAD = (" {}", "{} ", "\xa0{}", "{}\n", "  {}\u200b")
FAULTY = {
    "on": ("TBC", "soon", "06/10/2016", 42557, "31/02/2016", "#REF!", True, dt.time(9, 30)),
    "event": ("no such event", "#VALUE!", 5, "TBC", None, "inspecton published"),
    "authority": ("#NAME?", "Sandwel", "Bexly"),
    "source_confidence": ("quite", 3, "#REF!"),
    "source_published": ("last year", "#DIV/0!", 42557),
    "judgement": ("rubbish", 2, "#REF!"),
    "known_on": ("unclear", "#NUM!"),
}
"""Values that are a fault in each column; None leaves the cell empty."""


class MessySheet(NamedTuple):
    """A spreadsheet with what must be read or reported.

    Attributes:
        file: The .xlsx file.
        options: The options with which it is read.
        histories: The clean histories.
        faults: The place and the column of each fault.
        dirt: The kinds of dirt in the spreadsheet.
    """

    file: bytes
    options: dict
    histories: list
    faults: set
    dirt: set


class _Table(NamedTuple):
    """The rows of a sheet, and the value of each cell with a fault by its row and column."""

    sheet: Worksheet
    rows: list
    planted: dict
    place: str


class _Maker:
    """One spreadsheet in the making."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 - nothing secret
        self.dirt = set()
        self.faults = set()
        self.options = {"names": NAMES}
        self.leaves_out_unknown = True
        self.book = Workbook()
        self.book.remove(self.book.active)

    def some(self, kind, chance=0.3):
        """Return, with a chance, that a kind of dirt is drawn, and remember it."""
        if self.random.random() >= chance:
            return False
        self.dirt.add(kind)
        return True

    def make(self):
        histories = self.random.sample(CASEBOOK, self.random.randint(1, 3))
        rows = [
            _with_judgement(row)
            for case, history in case_names(histories)
            for row in rows_of(case, history, PROCESS)
        ]
        if self.some("days before months", 0.2):
            self.options["day_first"] = True
        has_fault = self.some("faults", 0.5)
        planted = self.plant(rows) if has_fault else {}
        self.leaves_out_unknown = not (has_fault and self.some("columns of no use", 0.3))
        parts = [rows]
        if len(rows) > 1 and self.some("several sheets of events"):
            cut = self.random.randrange(1, len(rows))
            parts = [rows[:cut], rows[cut:]]
        titles = [f"Events {number}" for number in range(1, len(parts) + 1)]
        others = {}
        if self.some("cover sheet"):
            others["Cover"] = [["Interventions"], ["Kept by the team", dt.date(2020, 1, 1)], ["-"]]
        if self.some("blank sheet"):
            others["Sheet3"] = []
        is_only = len(titles) + len(others) == 1
        for title in self.random.sample([*titles, *others], len(titles) + len(others)):
            if title in others:
                sheet = self.book.create_sheet(title)
                for row in others[title]:
                    sheet.append(row)
        start = 0
        for title, part in zip(titles, parts, strict=True):
            end = start + len(part)
            table = _Table(
                self.book.create_sheet(title),
                part,
                {
                    (row - start, name): planted[row, name]
                    for row, name in planted
                    if start <= row < end
                },
                "" if is_only else f"sheet {title}, ",
            )
            self.fill(table)
            start = end
        file = io.BytesIO()
        self.book.save(file)
        return MessySheet(file.getvalue(), self.options, histories, self.faults, self.dirt)

    def plant(self, rows):
        """Return the value of each cell that gets a fault, by its row and column."""
        planted = {}
        for _ in range(self.random.randint(1, 5)):
            row = self.random.randrange(len(rows))
            column = self.random.choice([name for name in FAULTY if name in rows[row]])
            values = FAULTY[column]
            if self.options.get("day_first"):
                values = [value for value in values if value != "06/10/2016"]
            planted[row, column] = self.random.choice(values)
        # Which judgements an event can have is not known without the event.
        return {
            (row, column): value
            for (row, column), value in planted.items()
            if column != "judgement" or (row, "event") not in planted
        }

    # Sheets

    def fill(self, table):
        """Fill a sheet with rows of events, and with what people put around them."""
        sheet = table.sheet
        columns = [name for row in table.rows for name in row if name != "event_id"]
        layout = self.with_gaps(list(dict.fromkeys(columns)))
        headings = [name and self.heading(name) for name in layout]
        if self.some("unknown column", 0.15):
            layout.append("Officer")
            headings.append("Officer")
            if self.leaves_out_unknown:
                self.options["columns"] = {self.random.choice(("Officer", "*")): "-"}
        if self.some("hidden sheet", 0.1) and len(self.book.sheetnames) > 1:
            sheet.sheet_state = "hidden"
        line = self.above(sheet, len(layout)) + 1
        self.write(sheet, line, headings)
        if "Officer" in headings and not self.leaves_out_unknown:
            self.faults.add((f"{table.place}row {line}, headings", "Officer"))
        lines = []
        for index, row in enumerate(table.rows):
            line = self.between(sheet, line + 1, headings)
            self.write(sheet, line, [self.cell(name, row, table, index) for name in layout])
            lines.append(line)
            self.faults |= {
                (f"{table.place}row {line}", heading.strip(" \n\xa0"))
                for name, heading in zip(layout, headings, strict=True)
                if (index, name) in table.planted
            }
        if self.some("merged authority", 0.2):
            self.merge(table, layout.index("authority") + 1, lines)
        if self.some("notes below the table"):
            sheet.cell(line + 2, 1 + layout.index("authority"), "Source: published reports")
            sheet.cell(line + 3, 1 + layout.index("authority"), "* provisional")

    def between(self, sheet, line, headings):
        """Write what people put between two rows, and return the line of the second one."""
        if self.some("blank row", 0.05):
            line += 1
        if self.some("headings repeated", 0.02):
            self.write(sheet, line, headings)
            line += 1
        if self.some("note beside the table", 0.05):
            sheet.cell(line, len(headings) + 2, "check this")
        if self.some("hidden row", 0.03):
            sheet.row_dimensions[line].hidden = True
        return line

    def with_gaps(self, columns):
        """Return the columns, perhaps in another order, with None for blank ones."""
        if self.some("columns in another order"):
            self.random.shuffle(columns)
        if not self.some("blank columns", 0.2):
            return columns
        layout = []
        for name in columns:
            layout += [None, name] if self.random.random() < 0.2 else [name]
        return layout

    def heading(self, name):
        """Return a heading for a column."""
        if not self.some("headings in the wild", 0.6):
            return name
        return self.random.choice(HEADINGS.get(name, (name, name.replace("_", " ").upper())))

    def above(self, sheet, width):
        """Write titles and blank rows, and return how many rows there are."""
        count = 0
        if self.some("title rows"):
            sheet.cell(1, 1, "Interventions in children's services")
            count = 1
            if self.some("merged title", 0.5):
                sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
            if self.some("day of the title", 0.5):
                sheet.cell(2, 2, "as at")
                sheet.cell(2, 3, dt.date(2020, 1, 1))
                count = 2
        return count + (self.random.randint(1, 3) if self.some("blank rows above", 0.2) else 0)

    @staticmethod
    def merge(table, column, lines):
        """Merge the cells of the authority in rows that follow each other."""
        names = [
            None if (index, "authority") in table.planted else row["authority"]
            for index, row in enumerate(table.rows)
        ]
        first = 0
        for index in range(1, len(lines) + 1):
            is_same = (
                index < len(lines)
                and names[index] is not None
                and (names[index], lines[index]) == (names[first], lines[index - 1] + 1)
            )
            if is_same:
                continue
            if index - first > 1:
                table.sheet.merge_cells(
                    start_row=lines[first],
                    end_row=lines[index - 1],
                    start_column=column,
                    end_column=column,
                )
            first = index

    @staticmethod
    def write(sheet, line, values):
        """Write a row; a value can have its number format with it."""
        for column, value in enumerate(values, 1):
            if value is None:
                continue
            plain, number_format = value if isinstance(value, tuple) else (value, None)
            cell = sheet.cell(line, column, plain)
            if isinstance(plain, str):
                cell.data_type = "e" if plain.startswith("#") else "s"
            if number_format is not None:
                cell.number_format = number_format

    # Cells

    def cell(self, name, row, table, index):
        """Return the value of a cell."""
        if name is None:
            return None
        if name == "Officer":
            return "A. N. Other"
        if (index, name) in table.planted:
            return table.planted[index, name]
        text = row.get(name)
        if text is None:
            return self.empty(name)
        write = {"on": self.day, "source_published": self.day, "known_on": self.day}
        write |= {"event": self.event, "authority": self.authority, "judgement": self.judgement}
        value = write.get(name, self.text)(text, row)
        if isinstance(value, str) and name != "details" and self.some("spaces", 0.1):
            value = self.random.choice(PAD).format(value)
        return value

    def empty(self, name):
        """Return what a cell without a value contains."""
        if name not in FREE and self.some("placeholder", 0.1):
            return self.random.choice(("n/a", "-", "N/A", "\u2013", "#N/A"))
        return "  " if self.some("cell of spaces", 0.05) else None

    def day(self, text, _row):
        """Return a date as people write it, in a form that keeps what is known."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            day = dt.date.fromisoformat(text)
            forms = {
                "day cell": day,
                "day and time": dt.datetime.combine(day, dt.time(9, 30)),
                "day in words": tf.PartialDate.parse(text).words,
                "day with an ordinal": f"{_ordinal(day.day)} {day:%B %Y}",
                "short month": f"{day.day} {day:%b %Y}",
                "text of a moment": f"{text} 09:30:00",
            }
            if day.day > 12 or self.options.get("day_first"):
                forms["day/month/year"] = f"{day:%d/%m/%Y}"
        elif re.fullmatch(r"\d{4}-(0\d|1[012])", text):
            day = dt.date.fromisoformat(f"{text}-01")
            forms = {
                "month cell": (day, MONTH_FORMAT),
                "month in words": f"{day:%B %Y}",
                "month as Excel shows it": f"{day:%b-%y}",
                "month with XX": f"{text}-XX",
            }
        elif re.fullmatch(r"\d{4}", text):
            forms = {"year as a number": int(text)}
        elif "?" not in text:
            forms = {"date in words": tf.PartialDate.parse(text).words}
        else:
            forms = {}
        kind = self.random.choice([*forms, "EDTF"])
        if kind == "EDTF":
            return text
        self.dirt.add(kind)
        return forms[kind]

    def event(self, text, _row):
        """Return the name of an event in another form."""
        if not self.some("event in other words", 0.5):
            return text
        label = PROCESS.triggers[text]
        spaced = text.replace("_", " ")
        return self.random.choice((label, label.upper(), spaced.title(), text.replace("_", "-")))

    def authority(self, text, row):
        """Return another form of the name of an authority, if it is not that of another one."""
        if "gss_code" in row and self.some("code without a name", 0.05):
            return None
        forms = [text.upper(), f"{text} Council", f"{text}  council", row.get("gss_code", text)]
        form = self.random.choice(forms)
        if NAMES.resolve(form) != text or not self.some("authority in another form"):
            return text
        return form

    def judgement(self, text, _row):
        """Return a judgement as people write it."""
        if text == "requires improvement" and self.some("RI"):
            return "RI"
        return text.title() if self.some("judgement in capitals") else text

    def text(self, text, _row):
        """Return a text, as a number if it is one."""
        return int(text) if text.isdecimal() and self.some("text as a number", 0.8) else text


def _with_judgement(row):
    """Return a row whose judgement has a column, as people have it."""
    match = JUDGEMENT.match(row.get("details", ""))
    if match is None:
        return row
    rest = row["details"][match.end() :]
    others = {name: text for name, text in row.items() if name != "details"}
    return {**others, "judgement": match[1], **({"details": rest} if rest else {})}


def _ordinal(day):
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{'th' if day in {11, 12, 13} else ending}"


def messy_sheet(seed):
    """Return the messy spreadsheet of a seed."""
    return _Maker(seed).make()
