"""Faults that people make, in every package: a text of the source, and what replaces it.

Each is what a tired person would write. `tests/test_faults_by_hand.py` checks that each still
applies to the source, and `python -m tests.faults_by_hand` plants them one at a time.
"""

from pathlib import Path
from typing import NamedTuple

__all__ = ["FAULTS", "PACKAGE", "ROOT", "HandFault"]

ROOT = Path(__file__).parents[2]
PACKAGE = Path("src", "trustflow")


class HandFault(NamedTuple):
    """A fault in the source.

    Args:
        name: The name of the fault.
        what: What goes wrong, in plain English.
        file: The file, in the package.
        old: A text that is in the file once.
        new: The text that the fault has in its place.
        nearest: The files of the tests that run first, in `tests`.
    """

    name: str
    what: str
    file: str
    old: str
    new: str
    nearest: tuple[str, ...]

    @property
    def path(self) -> Path:
        """The path of the file, in the repository."""
        return PACKAGE / self.file

    def planted(self, text: str) -> str:
        """Return the text of the file with the fault.

        Raises:
            ValueError: The old text is not in the file exactly once.
        """
        if text.count(self.old) != 1:
            msg = f"{self.name}: the old text is in {self.file} {text.count(self.old)} times"
            raise ValueError(msg)
        return text.replace(self.old, self.new)


FAULTS = (
    # dates
    HandFault(
        "start-day-counted",
        "a working day counts as the first of the working days after itself",
        "dates/working_days.py",
        "index = bisect_right(working_days_of(year), ordinal) + count - 1",
        "index = bisect_left(working_days_of(year), ordinal) + count - 1",
        ("dates/test_working_days.py",),
    ),
    HandFault(
        "bank-holiday-counted",
        "after 2028, Easter Monday and the August bank holiday count as working days",
        "dates/working_days.py",
        'country_holidays("GB", subdiv="ENG", years=year, expand=False)',
        'country_holidays("GB", years=year, expand=False)',
        ("dates/test_working_days.py",),
    ),
    HandFault(
        "today-in-utc",
        "in summer, the day begins in London an hour late",
        "dates/today.py",
        "dt.datetime.now(ZoneInfo(LONDON)).toordinal()",
        'dt.datetime.now(ZoneInfo("UTC")).toordinal()',
        ("dates/test_today.py",),
    ),
    # history
    HandFault(
        "month-cut-off",
        "an event of a month that has begun is left out of the history up to a day",
        "history/history.py",
        "for index, event in enumerate(self.events) if event.on.first > last)",
        "for index, event in enumerate(self.events) if event.on.last > last)",
        ("history/test_history.py", "cli/test_histories.py"),
    ),
    HandFault(
        "known-before-it-happened",
        "an event is known before the day on which it happened",
        "history/event.py",
        "return max(self.on.first, self.known_on.first)",
        "return self.known_on.first",
        ("history/test_event.py", "history/test_history.py"),
    ),
    HandFault(
        "check-moves-back",
        "a note of an earlier search replaces that of a later one",
        "history/record_end.py",
        "if kind not in days or days[kind].first < new.first:",
        "if kind not in days or days[kind] != new:",
        ("history/test_record_end.py", "case/test_mark_checked.py"),
    ),
    # process
    HandFault(
        "last-binding-start",
        "a rule that must be in force to the due day does not bind on its last start day",
        "process/rules.py",
        "MIN_DAY + bisect_right(days, self.period[1], key=due) - 1",
        "MIN_DAY + bisect_left(days, self.period[1], key=due) - 1",
        ("process/test_rules.py", "engine/test_clocks.py"),
    ),
    # trust_transfer
    HandFault(
        "best-area",
        "without an overall judgement, the best area is taken for the worst",
        "trust_transfer/inspections.py",
        "return min(self.grades, key=GRADES.__getitem__, default=NOT_INADEQUATE)",
        "return max(self.grades, key=GRADES.__getitem__, default=NOT_INADEQUATE)",
        ("trust_transfer/test_inspections.py", "queries/test_facts.py"),
    ),
    # engine
    HandFault(
        "own-confidence-only",
        "a late event has the confidence of its own source, though the start is a guess",
        "engine/findings.py",
        "confidence=weakest([clock.event, event])",
        "confidence=event.confidence",
        ("engine/test_finding.py", "engine/test_findings.py", "engine/test_check.py"),
    ),
    HandFault(
        "longest-stay",
        "the least length of a stay is counted from the first day of an inexact start",
        "engine/check.py",
        "max(0, until[0] - since[1])",
        "max(0, until[0] - since[0])",
        ("engine/test_check.py", "queries/test_facts.py"),
    ),
    # queries
    HandFault(
        "later-events-count",
        "the deadlines on a day are those after all events, later ones included",
        "queries/deadlines.py",
        "report = check(history.as_of(as_of), process)",
        "report = check(history, process)",
        ("queries/test_deadlines.py",),
    ),
    HandFault(
        "sorted-by-the-last-day",
        "deadlines with inexact due days are sorted by the last possible day",
        "queries/deadlines.py",
        "key=lambda due: due.due.first if due.due else MAX_DAY",
        "key=lambda due: due.due.last if due.due else MAX_DAY",
        ("queries/test_deadlines.py",),
    ),
    HandFault(
        "window-one-day-longer",
        "each stretch of a window ends a day late",
        "queries/windows/build.py",
        "yield Stretch(day, after - 1, _by_bound(replay, on_day, findings))",
        "yield Stretch(day, after, _by_bound(replay, on_day, findings))",
        ("queries/test_windows.py",),
    ),
    HandFault(
        "schedule-misses-the-end",
        "a schedule splits the days of a rule on its last day in force, not after it",
        "queries/schedules/links.py",
        "yield from (first, last + 1)",
        "yield from (first, last)",
        ("queries/test_schedules.py",),
    ),
    HandFault(
        "one-kind-is-enough",
        "a fact is certain if one of the kinds of event that could change it was checked",
        "queries/facts/checked_kinds.py",
        "return min((BEFORE_ALL if date is None else date.first for date in days)",
        "return max((BEFORE_ALL if date is None else date.first for date in days)",
        ("queries/test_record_end.py", "queries/test_facts.py"),
    ),
    HandFault(
        "outside-its-period",
        "a rule is asked for a due day on days before it came into force",
        "queries/rule_days.py",
        "first = days[0] if rule.in_force_by_end else max(days[0], since)",
        "first = days[0]",
        ("queries/test_due.py",),
    ),
    # case
    HandFault(
        "shared-replay",
        "a copy of a case shares the state that the case goes on changing",
        "case/case.py",
        "case._position = Position(position.events, None, position.state)",
        "case._position = Position(position.events, position.replay, position.state)",
        ("case/test_holding_a_case.py", "case/test_case.py", "case/test_interrupted.py"),
    ),
    HandFault(
        "before-the-same-day",
        "an inserted event is put before the events of its own day",
        "case/corrections.py",
        "enumerate(listing) if other.event.on.first > last)",
        "enumerate(listing) if other.event.on.first >= last)",
        ("case/test_corrections.py", "case/test_positions.py"),
    ),
    HandFault(
        "stale-guard",
        "a guarded machine goes on in the old stage after somebody has moved its model",
        "case/guard.py",
        "if replay is None or replay.stage != stage:",
        "if replay is None:",
        ("case/test_guarded_machine.py",),
    ),
    # exchange
    HandFault(
        "uid-from-the-day",
        "a corrected deadline has a new UID, so that a calendar shows it twice",
        "exchange/calendar.py",
        "place = deadline.place if deadline.set_by is not None else str(deadline.start)",
        "place = deadline.place if deadline.set_by is None else str(deadline.due)",
        ("exchange/test_calendar_identity.py", "exchange/test_calendar.py"),
    ),
    HandFault(
        "formula-with-at",
        "a text that begins with @ is not guarded, and a spreadsheet reads it as a formula",
        "exchange/guarded_cells.py",
        "=+\\\\-@\\uff1d",
        "=+\\\\-\\uff1d",
        ("exchange/test_cells.py", "exchange/test_csv.py", "exchange/test_kept_tables.py"),
    ),
    HandFault(
        "lost-flush",
        "the file is synced to disk before its last bytes are written to it",
        "exchange/atomic.py",
        "            file.flush()\n            with naming(path):",
        "            with naming(path):",
        ("exchange/test_atomic.py",),
    ),
    HandFault(
        "shared-lock",
        "two programs can hold the lock of a file at once",
        "exchange/file_lock.py",
        "fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)",
        ("exchange/test_file_lock.py",),
    ),
    HandFault(
        "limit-of-all-rows",
        "the limit for one row of a CSV file counts the bytes of all rows so far",
        "exchange/csv_rows.py",
        "        self._row_size = 0\n        self.faults = []",
        "        self.faults = []",
        ("exchange/test_limits.py",),
    ),
    # casebook
    HandFault(
        "versions-as-texts",
        "versions are compared as texts, so that 2026.10 is before 2026.8",
        "casebook/changelog.py",
        "if _numbers(change.version) > after)",
        "if change.version > since)",
        ("casebook/test_changelog.py",),
    ),
    # cohorts
    HandFault(
        "at-risk-after-the-day",
        "those who leave on a day are no longer at risk on that day",
        "cohorts/incidence.py",
        "        yield Ends(day, own, ended, at_risk)\n        at_risk -= left\n",
        "        at_risk -= left\n        yield Ends(day, own, ended, at_risk)\n",
        ("cohorts/test_incidence.py", "cohorts/test_competing_ends.py"),
    ),
    HandFault(
        "grade-after-the-start",
        "a leg compares with the grade of its own start, not with the last one before it",
        "cohorts/leg_search.py",
        "start, grade_at_start = event, grade",
        "start, grade_at_start = event, event.grade or grade",
        ("cohorts/test_cohorts.py", "cohorts/test_leg_ranks.py"),
    ),
    # bulk
    HandFault(
        "stale-machine-code",
        "machine code is kept after a constant that it contains has changed",
        "bulk/compiled.py",
        "            *constants,\n",
        "",
        ("bulk/test_compiled.py",),
    ),
    HandFault(
        "lost-truncate",
        "findings that are written anew leave the end of the old ones in the file",
        "bulk/findings_file.py",
        "        self._file.seek(0)\n        self._file.truncate()\n",
        "        self._file.seek(0)\n",
        ("bulk/test_files_large.py", "bulk/test_files.py"),
    ),
    # ledger
    HandFault(
        "known-and-recorded-swapped",
        "the day of recording and the day of knowing are swapped",
        "ledger/readable.py",
        "            case = read_case(store, name, self.processes, Days(recorded_on, known_on))\n",
        "            case = read_case(store, name, self.processes, Days(known_on, recorded_on))\n",
        ("ledger/test_ledger.py", "test_two_times.py"),
    ),
    HandFault(
        "forgotten-lock",
        "a change of a ledger reads before it has the lock",
        "ledger/places.py",
        "                lock(connection, ledger_id)\n                yield SqlStore(connection)\n"
        "            except BaseException:\n                roll_back(connection)",
        "                connection.begin()\n                yield SqlStore(connection)\n"
        "            except BaseException:\n                roll_back(connection)",
        ("ledger/test_places.py", "ledger/test_databases.py"),
    ),
    HandFault(
        "stale-live-case",
        "a ledger records in the case that it has in memory, which others have changed",
        "ledger/live_cases.py",
        "case.process is process and case.history == history:",
        "case.process is process:",
        ("ledger/test_live_cases.py", "ledger/test_ledger.py", "ledger/test_stateful.py"),
    ),
    HandFault(
        "clock-set-back",
        "after the clock was set back, an entry is dated after the oldest one, not the newest",
        "ledger/sql_store.py",
        "sa.func.max(COLUMNS.recorded_at)",
        "sa.func.min(COLUMNS.recorded_at)",
        ("ledger/test_clocks.py",),
    ),
    # views
    HandFault(
        "unescaped-label",
        "the label of a stage is written into a Mermaid diagram as it is",
        "views/diagrams/mermaid.py",
        'return "<br/>".join(map(mermaid_text, texts))',
        'return "<br/>".join(texts)',
        ("views/test_awkward_texts.py", "views/test_diagrams.py"),
    ),
    HandFault(
        "rows-by-the-first-day",
        "the rows of aligned timelines are sorted by their first day",
        "views/timelines/row_order.py",
        "return tuple(sorted(rows, key=lambda row: row.zero))",
        "return tuple(sorted(rows, key=lambda row: row.lane.days[0]))",
        ("views/test_timelines.py", "views/test_timeline_pictures.py"),
    ),
    HandFault(
        "page-ends-too-late",
        "a page of what was known on a day is about the day of an event that came later",
        "views/case_page/page.py",
        "day = record_end(shown) if as_of is None",
        "day = record_end(whole) if as_of is None",
        ("views/test_page_answers.py", "views/test_page.py"),
    ),
    HandFault(
        "explorer-skips-the-start",
        "the explorer says that a bank holiday on the start day itself was skipped",
        "views/explorer/script.js",
        "day < holiday && holiday <= reached",
        "day <= holiday && holiday <= reached",
        ("views/test_explorer.py",),
    ),
    # cli
    HandFault(
        "wrong-exit-code",
        "a command that was misused ends like one whose check failed",
        "cli/program.py",
        "return _complain(_message(error), 2)",
        "return _complain(_message(error), 1)",
        ("cli/test_program.py", "cli/test_histories.py"),
    ),
    HandFault(
        "swallowed-error",
        "a mistake in the program itself is reported as one of the user",
        "cli/program.py",
        "            if not isinstance(error, (TrustflowError, ValueError, TypeError, OSError)):\n"
        "                raise\n",
        "",
        ("cli/test_program.py",),
    ),
    HandFault(
        "missing-as-of",
        "`trustflow deadlines --as-of` lists deadlines that later events set",
        "cli/deadlines.py",
        "report = check(cut_history(history, options), options.process)",
        "report = check(history, options.process)",
        ("cli/test_deadlines.py",),
    ),
    # sphinx
    HandFault(
        "stale-document",
        "a document is not built anew when a new version of trustflow draws it in another way",
        "sphinx/records.py",
        'hashlib.sha256(f"{version(DISTRIBUTION)}\\n{content}".encode())',
        "hashlib.sha256(content.encode())",
        ("test_sphinx.py",),
    ),
    # testing
    HandFault(
        "breach-on-the-due-day",
        "an event that is planted as late can come on its due day",
        "testing/breaches.py",
        "return known, span.shift(known) + 1 + distance",
        "return known, span.shift(known) + distance",
        ("testing/test_testing.py",),
    ),
)
