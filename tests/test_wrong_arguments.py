"""Wrong arguments of public functions and methods: an error of ours that names what is accepted.

For each function there is a good call. Each of its arguments is replaced by values of other types.
"""

import inspect
import io
import math
import re
import tempfile

import pytest
from attrs import frozen
from hypothesis import Phase, find, settings
from hypothesis.strategies import just

import trustflow as tf
from trustflow import bulk, casebook, cohorts, exchange, testing
from trustflow import events as ev
from trustflow.errors import TrustflowError
from trustflow.exchange import AuthorityNames, Limits, ReadOptions
from trustflow.history import NamedEvent
from trustflow.views import build_diagram, chart, outcome_chart, process_table

PROCESS = tf.TRUST_TRANSFER
RATED = ev.InspectionPublished("2015-06-05", judgement="inadequate")
DIRECTED = ev.DirectionIssued("2016-10-06", purpose="trust")
LIVE = ev.TrustWentLive("2018-04-01", trust="Exampleshire Trust")
HISTORY = tf.History("Sandwell", [RATED, DIRECTED, LIVE])
NOTE = ev.Note("2026-08-25")
LATER = "2026-08-25"
ACCEPTED = re.compile(r"such as|[Ee]xpected|Give |Write |Did you mean|Example: |Name at least")
"""How a message names what is accepted."""
FUNCTIONS = {"given", "on_entries", "on_fault", "on_skipped_sheet", "progress", "sequence", "uid"}
"""The arguments that take a function; the errors of a wrong function are its own."""


def live():
    """Return a live case of the history."""
    return tf.Case.from_history(HISTORY)


WRONG = (
    *(3, "x", None, [3], {"a": 1}, b"x", math.nan, object(), HISTORY, tf.History, lambda: 1),
    live(),
)


def of_case(name):
    """Return a function that calls a method of a new case."""

    def call(**arguments):
        return getattr(live(), name)(**arguments)

    return call


def listed(function):
    """Return a function that takes every item of what another one yields."""

    def call(**arguments):
        return list(function(**arguments))

    return call


def entered(function):
    """Return a function that opens and closes what another one returns."""

    def call(**arguments):
        with function(**arguments):
            pass

    return call


def table_options():
    """Return the options of the readers of tables."""
    return {
        "process": PROCESS,
        "columns": None,
        "names": {"E08000028": "Sandwell"},
        "day_first": False,
        "limits": Limits(),
        "on_fault": None,
    }


def calls_of_the_front_door(folder):
    """Return a good call of each function of `trustflow`, as a function and its arguments."""
    text, path = tf.dumps(HISTORY), folder / "histories.json"
    tf.dump(HISTORY, path)
    reads = {"process": PROCESS, "limits": Limits()}
    as_of = {"history": HISTORY, "as_of": "2017-01-01", "process": PROCESS}
    return {
        "case_page": (
            tf.case_page,
            {"source": HISTORY, "as_of": "2017-01-01", "known_on": None, "process": PROCESS},
        ),
        "explorer": (
            tf.explorer,
            {"process": PROCESS, "histories": HISTORY, "first": "2016-01-01", "last": "2016-02-01"},
        ),
        "check": (tf.check, {"history": HISTORY, "process": PROCESS}),
        **{
            unit.__name__: (unit, {"count": 3})
            for unit in (tf.days, tf.weeks, tf.months, tf.years, tf.working_days)
        },
        "working_days_between": (
            tf.working_days_between,
            {"start": "2016-01-01", "end": "2016-02-01"},
        ),
        "deadlines": (tf.deadlines, {**as_of, "everything": True, "within": "3 months"}),
        "facts": (tf.facts, as_of),
        "what_next": (tf.what_next, as_of),
        "window": (tf.window, {**as_of, "event": "note", "strength": "law"}),
        "schedule": (
            tf.schedule,
            {
                **as_of,
                "to": "trust_live",
                "finish_by": "2018-01-01",
                "route": ["direction_issued_trust", "trust_went_live"],
                "strength": "law",
            },
        ),
        "due": (tf.due, {"rule": "action-plan", "start": "2016-11-25", "process": PROCESS}),
        "verify": (tf.verify, {"process": PROCESS}),
        "diagram": (
            tf.diagram,
            {
                "source": HISTORY,
                "format": "mermaid",
                "stages": None,
                "marks": "all",
                "stays": False,
                "labels": True,
                "direction": "down",
                "dark": False,
                "on_arrows": {("direction_issued", "trust_live"): "1"},
                "process": PROCESS,
            },
        ),
        "timeline": (
            tf.timeline,
            {
                "histories": HISTORY,
                "format": "svg",
                "align": None,
                "dark": False,
                "process": PROCESS,
            },
        ),
        "timeline of several": (
            tf.timeline,
            {"histories": [HISTORY], "align": "trust_went_live", "process": PROCESS},
        ),
        "in_order": (tf.in_order, {"events": HISTORY.events}),
        "legs": (
            tf.legs,
            {
                "histories": [HISTORY],
                "start": "direction_issued",
                "end": "trust_went_live",
                "unless": (),
                "starts_in": (),
                "from_first": False,
                "better": False,
                "confidence": "medium",
                "process": PROCESS,
                "beside": [HISTORY],
            },
        ),
        "outcomes": (
            tf.outcomes,
            {
                "histories": [HISTORY],
                "start": "trust_live",
                "ends": ["returned_to_council"],
                "given": None,
                "confidence": "medium",
                "process": PROCESS,
            },
        ),
        "dump": (
            tf.dump,
            {"histories": HISTORY, "path": path, "process": PROCESS, "expected": HISTORY},
        ),
        "dumps": (tf.dumps, {"histories": HISTORY, "process": PROCESS}),
        "load": (tf.load, {"path": path, **reads}),
        "load_all": (tf.load_all, {"path": path, **reads}),
        "loads": (tf.loads, {"text": text, **reads}),
        "loads_all": (tf.loads_all, {"text": text, **reads}),
        "machine": (
            tf.machine,
            {
                "process": PROCESS,
                "guarded": True,
                "model": None,
                "machine_class": None,
                "initial": "trust_live",
            },
        ),
    }


def calls_of_methods(_folder):
    """Return a good call of each method that takes an argument."""
    names = AuthorityNames({"E08000028": "Sandwell"})
    date, span, due = (
        tf.PartialDate("2016"),
        tf.Span.of("3 days"),
        tf.due("action-plan", start="2016-11-25"),
    )
    text = {"text": "Sandwell"}
    after = tf.outcomes(casebook.histories(), "trust_live")
    asked = {"end": "returned_to_council", "level": 0.9, "seed": 1}
    return {
        "Outcomes.incidence": (after.incidence, asked),
        "Outcomes.sentence": (after.sentence, {"days": 730}),
        "Outcomes.share": (after.share, {**asked, "days": 730}),
        "Case": (
            tf.Case,
            {
                "authority": "Sandwell",
                "process": PROCESS,
                "gss_code": None,
                "begins_in": None,
                "succeeds": None,
                "inherits": [],
                "checked_to": "2016",
            },
        ),
        "Case.from_history": (tf.Case.from_history, {"history": HISTORY, "process": PROCESS}),
        "Case.record": (of_case("record"), {"event": NOTE}),
        "Case.suppose": (of_case("suppose"), {"event": NOTE}),
        "Case.insert": (of_case("insert"), {"event": NOTE, "at": 3}),
        "Case.replace": (of_case("replace"), {"old": LIVE, "new": LIVE, "at": 2}),
        "Case.withdraw": (of_case("withdraw"), {"event": LIVE, "at": 2}),
        "Case.amend": (of_case("amend"), {"changes": [tf.Withdraw(LIVE)]}),
        "Case.mark_checked": (
            of_case("mark_checked"),
            {"day": LATER, "kinds": ["inspections"]},
        ),
        "Case.deadlines": (
            of_case("deadlines"),
            {"as_of": LATER, "everything": True, "within": "3 days"},
        ),
        "Case.window": (
            of_case("window"),
            {"event": "note", "as_of": LATER, "strength": "law"},
        ),
        "Case.schedule": (
            of_case("schedule"),
            {
                "to": "trust_live",
                "finish_by": LATER,
                "as_of": LATER,
                "route": ["note"],
                "strength": "law",
            },
        ),
        **{
            f"Case.{name}": (of_case(name), {argument: LATER})
            for name, argument in (
                *(("facts", "as_of"), ("what_next", "as_of")),
                *(("as_of", "day"), ("known_on", "day")),
            )
        },
        "Verification.shortest": (
            tf.Verification(PROCESS, ()).shortest,
            {
                "start": "trust_live",
                "end": "returned_to_council",
                "on": LATER,
                "through": ["return_decided"],
                "strength": "all",
                "marks": ["standard"],
            },
        ),
        "DateRule.is_in_force": (PROCESS.rules[0].is_in_force, {"day": LATER}),
        "Due.falls_due_between": (
            due.falls_due_between,
            {"first": "2016-01-01", "last": "2017-01-01"},
        ),
        "History.as_of": (HISTORY.as_of, {"day": LATER}),
        "History.known_on": (HISTORY.known_on, {"day": LATER}),
        "History.at_least": (HISTORY.at_least, {"confidence": "high"}),
        "PartialDate.after": (date.after, {"other": LATER}),
        "PartialDate.before": (date.before, {"other": LATER}),
        "PartialDate.within": (date.within, {"other": LATER}),
        "PartialDate.of": (tf.PartialDate.of, {"value": LATER}),
        "PartialDate.parse": (tf.PartialDate.parse, {"text": LATER}),
        "PartialDate.from_words": (
            tf.PartialDate.from_words,
            {"text": "6 October 2016", "day_first": False},
        ),
        "Process.event": (
            PROCESS.event,
            {"trigger": "trust_went_live", "on": "2018-04-01", "trust": "A"},
        ),
        "Process.extended": (
            PROCESS.extended,
            {"stages": {}, "triggers": {}, "moves": (), "rules": (), "events": ()},
        ),
        "Process.kind": (PROCESS.kind, {"name": "inspections"}),
        "Process.leg": (PROCESS.leg, {"name": next(iter(PROCESS.legs))}),
        "Process.moves_from": (PROCESS.moves_from, {"stage": "trust_live"}),
        "Process.moves_to": (PROCESS.moves_to, {"stage": "trust_live"}),
        "Process.paths": (
            PROCESS.paths,
            {"to": "trust_live", "start": "shadow_running", "marks": "standard"},
        ),
        "Process.reachable": (
            PROCESS.reachable,
            {"start": "shadow_running", "marks": "standard"},
        ),
        "Process.rule": (PROCESS.rule, {"rule_id": "action-plan"}),
        "Process.rules_in_force": (PROCESS.rules_in_force, {"day": LATER}),
        "Process.shortest": (
            PROCESS.shortest,
            {"start": "direction_issued", "trigger": "trust_went_live"},
        ),
        "Process.stage": (PROCESS.stage, {"name": "trust_live"}),
        "Process.trigger": (PROCESS.trigger, {"name": "trust_went_live"}),
        "Process.variants": (PROCESS.variants, {"name": "direction_issued"}),
        "Span.after": (span.after, {"day": LATER}),
        "Span.before": (span.before, {"day": LATER}),
        "Span.of": (tf.Span.of, {"value": "3 days"}),
        "Span.parse": (tf.Span.parse, {"text": "3 days"}),
        "AuthorityNames": (AuthorityNames, {"spellings": {"E08000028": "Sandwell"}}),
        "AuthorityNames.extended": (names.extended, {"spellings": {"Sandwall": "Sandwell"}}),
        **{
            f"AuthorityNames.{name}": (getattr(names, name), text)
            for name in ("name_of", "nearest", "resolve", "suggestion")
        },
        "Limits": (Limits, {"size": 10, "nesting": 3, "text": 4, "events": 5}),
        "Limits.parse": (Limits.parse, {"texts": ["size=1000000"]}),
        "ReadOptions": (
            ReadOptions,
            {
                "file_format": "csv",
                "sheet": None,
                "columns": {"Date of event": "on"},
                "names": None,
                "day_first": False,
                "newest_first": False,
                "limits": Limits(),
                "on_fault": None,
                "on_skipped_sheet": None,
                "on_entries": None,
            },
        ),
    }


def calls_of_other_modules(folder):
    """Return a good call of each public function of the other modules of questions."""
    path = folder / "log.csv"
    exchange.dump_csv(HISTORY, path)
    frame = exchange.to_frame(HISTORY)
    several = {"histories": [HISTORY], "confidence": "medium", "process": PROCESS}
    in_chunks = {
        "summary": False,
        "rows_at_once": 1000,
        "temporary": None,
        "progress": None,
        "notify": None,
    }
    filters = ("event", "stage", "judgement", "intervention", "delivered_by", "reached")
    days = {"as_of": None, "known_on": None}
    named = {**dict.fromkeys(filters), **days}
    options = table_options()
    del options["on_fault"]
    return {
        "arrow_counts": (cohorts.arrow_counts, several),
        "arrow_labels": (cohorts.arrow_labels, several),
        "arrows": (cohorts.arrows, several),
        "outcomes_by_stage": (cohorts.outcomes_by_stage, several),
        "median_days": (
            cohorts.median_days,
            {"outcomes": cohorts.outcomes_by_stage([HISTORY])["rated_inadequate"]},
        ),
        "named_leg": (
            cohorts.named_leg,
            {**several, "name": next(iter(PROCESS.legs)), "beside": [HISTORY]},
        ),
        "days_in_words": (cohorts.days_in_words, {"days": (120, None)}),
        "check_frame": (bulk.check_frame, {"frame": frame, **options, "summary": False}),
        "check_file": (
            bulk.check_file,
            {"source": path, "target": folder / "findings.csv", **options, **in_chunks},
        ),
        "casebook.changelog": (casebook.changelog, {"since": "0.1.0"}),
        "casebook.export": (casebook.export, {"folder": folder / "export", "force": True}),
        "chart": (
            chart,
            {"histories": [HISTORY], "kind": "stages", "format": "svg", "as_of": LATER},
        ),
        "outcome_chart": (
            outcome_chart,
            {"found": tf.outcomes([HISTORY], "rated_inadequate"), "format": "svg"},
        ),
        "judgements_by_year": (
            cohorts.judgements_by_year,
            {"histories": [HISTORY], "as_of": LATER, "since": 2013},
        ),
        "last_stages": (cohorts.last_stages, {"histories": [HISTORY], "as_of": LATER}),
        "casebook.history_as_of": (
            casebook.history_as_of,
            {"history": HISTORY, "day": "2018-04-01"},
        ),
        "casebook.holds": (casebook.holds, {"history": HISTORY}),
        "casebook.is_unresearched": (casebook.is_unresearched, {"history": HISTORY}),
        "casebook.load": (casebook.load, {"name": "Sandwell"}),
        "casebook.notices": (casebook.notices, {"history": HISTORY}),
        "casebook.overview": (casebook.overview, days),
        "casebook.search": (casebook.search, named),
        "casebook.to_frame": (casebook.to_frame, {"backend": "pyarrow"}),
        "build_diagram": (
            build_diagram,
            {"source": PROCESS, "process": PROCESS, "stages": ["trust_live"]},
        ),
        "process_table": (
            process_table,
            {"process": PROCESS, "kind": "moves", "stages": None, "marks": "all", "stays": True},
        ),
    }


def calls_of_exchange(folder):
    """Return a good call of each public function of `trustflow.exchange`."""
    path, text = folder / "table.csv", exchange.dumps_csv(HISTORY)
    exchange.dump_csv(HISTORY, path)
    options = {**table_options(), "newest_first": False}
    of_process = {"process": PROCESS}
    saved = {"histories": HISTORY, "path": folder / "saved.csv", **of_process}
    row = {"authority": "Sandwell", "event": "note", "on": "2016"}
    read = {"source": path, "process": PROCESS, "options": ReadOptions()}
    deadlines = tf.deadlines(HISTORY, "2017-01-01", everything=True)
    calendar = {"process": PROCESS, "name": "n", "alarm": "3 days", "uid": None, "sequence": None}
    return {
        "cell_text": (exchange.cell_text, {"value": 3}),
        "changed_event": (
            exchange.changed_event,
            {"event": LIVE, "texts": {"note": "by letter"}, **of_process},
        ),
        "csv_cell": (exchange.csv_cell, {"text": "=1"}),
        "csv_template": (exchange.csv_template, {}),
        "date_cell": (exchange.date_cell, {"text": "2016-07"}),
        "deadlines_to_ics": (
            exchange.deadlines_to_ics,
            {"deadlines": deadlines, "authority": "Sandwell", **calendar},
        ),
        "deadlines_to_ics of several": (
            exchange.deadlines_to_ics,
            {"deadlines": {"Sandwell": deadlines}},
        ),
        "dump_csv": (exchange.dump_csv, saved),
        "dumps_csv": (exchange.dumps_csv, {"histories": HISTORY, **of_process}),
        "event_class": (exchange.event_class, {"name": "trust_went_live", **of_process}),
        "event_from_form": (
            exchange.event_from_form,
            {"trigger": "note", "texts": {"on": "2016"}, "day_first": False, **of_process},
        ),
        "event_from_json": (
            exchange.event_from_json,
            {"text": exchange.event_to_json(LIVE), "limits": Limits(), **of_process},
        ),
        "event_from_row": (
            exchange.event_from_row,
            {"row": row, "process": PROCESS, "options": ReadOptions(), "lenient": False},
        ),
        "event_from_texts": (
            exchange.event_from_texts,
            {"trigger": "note", "on": "2016", "texts": {}, "sources": (), **of_process},
        ),
        "event_schema": (exchange.event_schema, {"trigger": "note", **of_process}),
        "event_to_data": (exchange.event_to_data, {"event": LIVE}),
        "event_to_json": (exchange.event_to_json, {"event": LIVE}),
        "format_of": (exchange.format_of, {"path": path}),
        "from_frame": (exchange.from_frame, {"frame": exchange.to_frame(HISTORY), **options}),
        "is_replaced": (exchange.is_replaced, {"path": path}),
        "load_csv": (exchange.load_csv, {"path": path, **options}),
        "locked_file": (entered(exchange.locked_file), {"path": folder / "locked"}),
        "loads_csv": (exchange.loads_csv, {"text": text, **options}),
        "names_of": (exchange.names_of, {"names": {"Sandwall": "Sandwell"}}),
        "parse_columns": (exchange.parse_columns, {"texts": ["Date of event=on"]}),
        "process_from_json": (
            exchange.process_from_json,
            {
                "text": exchange.process_to_json(PROCESS),
                "events": PROCESS.events,
                "limits": Limits(),
            },
        ),
        "process_to_json": (exchange.process_to_json, of_process),
        "process_to_scxml": (exchange.process_to_scxml, of_process),
        "read_cases": (listed(exchange.read_cases), read),
        "read_file": (listed(exchange.read_file), read),
        "replacing": (entered(exchange.replacing), {"path": folder / "replaced"}),
        "save": (exchange.save, {**saved, "file_format": None}),
        "schema_of": (exchange.schema_of, {"kind": "event", **of_process}),
        "schema_text": (exchange.schema_text, {"kind": "event"}),
        "stream_csv": (listed(exchange.stream_csv), {"source": path, **options}),
        "to_frame": (
            exchange.to_frame,
            {
                "histories": HISTORY,
                "backend": "pyarrow",
                "dates": False,
                "details": True,
                "process_mining": False,
                **of_process,
            },
        ),
        "unchanged": (entered(exchange.unchanged), {"source": path}),
        "write_atomically": (exchange.write_atomically, {"path": folder / "written", "data": b""}),
        "write_histories": (
            exchange.write_histories,
            {"histories": [HISTORY], "file": io.BytesIO(), "file_format": "csv", **of_process},
        ),
    }


FIRST_EXAMPLE = settings(database=None, deadline=None, max_examples=1, phases=[Phase.generate])
"""Draw one value and do not shrink it."""


def drawn(strategy):
    """Return a function that draws one value from the strategy that another one returns."""

    def call(**arguments):
        return find(strategy(**arguments), lambda _: True, settings=FIRST_EXAMPLE)

    return call


def calls_of_testing(_folder):
    """Return a good call of each strategy that takes a process, dates or names."""
    fields = {"note": {"note": just("seen")}}
    several = {"process": PROCESS, "authority": "Sandwell", "inherits": True}
    return {
        "testing.histories": (
            drawn(testing.histories),
            {
                **several,
                "min_events": 1,
                "max_events": 4,
                "precision": "day",
                "from_start": False,
                "marks": ["standard"],
                "fields": fields,
            },
        ),
        "testing.loose_histories": (
            drawn(testing.loose_histories),
            {**several, "max_events": 4, "fields": fields},
        ),
        "testing.faulty_histories": (
            drawn(testing.faulty_histories),
            {
                "process": PROCESS,
                "codes": ["out_of_order"],
                "marks": "standard",
                "inherits": True,
                "fields": fields,
            },
        ),
        "testing.events": (
            drawn(testing.events),
            {
                "process": PROCESS,
                "trigger": "note",
                "on": "2016",
                "day": "2016-01-01",
                "fields": fields,
            },
        ),
        "testing.partial_dates": (
            drawn(testing.partial_dates),
            {"around": "2016-07-14", "precision": "simple"},
        ),
        "testing.processes": (drawn(testing.processes), {"max_stages": 3, "max_triggers": 3}),
        "testing.deadlines": (drawn(testing.deadlines), {"process": PROCESS}),
        "testing.case_machine": (testing.case_machine, {"process": PROCESS}),
    }


GROUPS = (
    calls_of_the_front_door,
    calls_of_methods,
    calls_of_other_modules,
    calls_of_exchange,
    calls_of_testing,
)
INTERNAL = {
    *(
        "chosen_cases",
        "clean_text",
        "columns_of",
        "date_columns",
        "details_text",
        "event_ids",
        "filling_folder",
    ),
    *(
        "frame_cases",
        "normalised",
        "path_of",
        "path_or_file_of",
        "plain_values",
        "sync_folder",
        "unguarded",
        "without_notes",
        "wrapped_frame",
    ),
}
"""The functions of `exchange` that only other packages of trustflow call."""
CALLED_BY_TRUSTFLOW = {
    *("Deadline.span_from", "Event.abolishes", "Event.closes", "Event.meets", "Fact.words"),
    *(
        "BadDate.of_argument",
        "PartialDate.between",
        "Report.days",
        "Source.statement",
        "Span.shift",
    ),
}
"""The methods that trustflow itself calls, with values that it has checked."""


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """Return every good call by its name."""
    folder = tmp_path_factory.mktemp("files")
    return {name: call for group in GROUPS for name, call in group(folder).items()}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """Keep what is written to the path `x`."""
    monkeypatch.chdir(tmp_path)


def test_every_public_function_has_a_good_call(calls):
    """A new function or method needs one."""
    functions = {
        name.rpartition(".")[2]
        for module in (tf, exchange, bulk, cohorts)
        for name in module.__all__
        if inspect.isroutine(getattr(module, name))
    }
    methods = {
        f"{cls.__name__}.{name}"
        for cls in (getattr(tf, name) for name in tf.__all__)
        if inspect.isclass(cls)
        for name in vars(cls)
        if not name.startswith("_") and takes_an_argument(getattr(cls, name))
    }
    of_casebook = {
        f"casebook.{name}"
        for name in casebook.__all__
        if takes_an_argument(getattr(casebook, name))
        and not inspect.isclass(getattr(casebook, name))
    }
    assert functions | methods | of_casebook <= {*calls} | INTERNAL | CALLED_BY_TRUSTFLOW


def takes_an_argument(value):
    """Return whether a function or method takes an argument besides its instance."""
    is_called = inspect.isfunction(value) or inspect.ismethod(value)
    return is_called and bool({*inspect.signature(value).parameters} - {"self"})


@pytest.mark.slow
def test_every_good_call_succeeds(calls):
    """Only then does a wrong value show what it does."""
    for function, arguments in calls.values():
        function(**arguments)


def outcomes_of(calls, value, names):
    """Yield what is wrong about the outcome of each call with a wrong value."""
    for name in names:
        function, good = calls[name]
        for argument in good:
            if argument in FUNCTIONS and callable(value):
                continue
            try:
                function(**{**good, argument: value})
            except OSError:
                if not isinstance(value, str):
                    yield f"{name}({argument}=…): no file"
            except TrustflowError as error:
                if not names_what_is_accepted(error):
                    yield f"{name}({argument}=…): {error}"
            except Exception as error:  # noqa: BLE001 - the test is of every other error
                yield f"{name}({argument}=…) {type(error).__name__}: {error}"


def names_what_is_accepted(error):
    """Return whether a message helps; the ways out of a refusal by the law are tested elsewhere."""
    of_the_record = tf.UnknownCase, tf.StaleFile, tf.MoveNotAllowed, tf.DateRuleBroken
    return isinstance(error, of_the_record) or bool(ACCEPTED.search(str(error)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "value", WRONG, ids=[type(value).__name__ + str(n) for n, value in enumerate(WRONG)]
)
def test_a_wrong_argument_gives_an_error_that_names_what_is_accepted(calls, value):
    """There is no error of Python's own, such as one about an attribute of an int."""
    assert [] == [*outcomes_of(calls, value, calls)]


# What a value of another type was meant as


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda: tf.check([HISTORY]), "Of several histories, give one at a time"),
        (lambda: tf.check({"Devon": HISTORY}), r"use \.values\(\)"),
        (lambda: tf.check(live()), r"of a case, use \.history"),
        (lambda: tf.legs(live(), start="note", end="note"), r"of a case, use \.history"),
        (lambda: tf.check(HISTORY, "planning:PLANNING"), "the command line takes module:NAME"),
        (lambda: tf.loads([tf.dumps(HISTORY)]), "For a path, use `load`"),
        (lambda: exchange.loads_csv(exchange), "For a path, use `load_csv`"),
        (lambda: exchange.from_frame([{"event": "note"}]), r"pandas\.DataFrame\(rows\)"),
        (lambda: exchange.to_frame(HISTORY, backend="panda"), "Did you mean 'pandas'"),
        (lambda: exchange.to_frame({3: HISTORY}), "name of a case: 3"),
        (lambda: exchange.to_frame({"Sandwell": LIVE}), "Expected a History"),
        (lambda: exchange.ReadOptions(file_format="yaml"), "Expected one of: json, csv, workbook"),
        (lambda: exchange.ReadOptions(columns={0: "event"}), "name in columns: 0"),
        (lambda: exchange.ReadOptions(day_first=1), "Expected True or False"),
        (lambda: exchange.ReadOptions(limit=3), "Did you mean 'limits'"),
        (lambda: exchange.Limits(1000), r"Name the first: size, nesting"),
        (lambda: exchange.deadlines_to_ics(3), r'deadlines_to_ics\(\{"Kent"'),
        (lambda: cohorts.days_in_words((1, 2, 3)), r"such as \(120, 150\)"),
        (lambda: exchange.write_histories([HISTORY], "x.csv", "csv"), "open in binary mode"),
        (lambda: tf.diagram(HISTORY, stages=3), "Unknown stage 3"),
        (lambda: live().mark_checked("2026", kinds=3), "Unknown kind of event 3"),
    ],
    ids=range(21),
)
def test_the_message_has_the_way_out(use, message):
    """Each value is one that people give by mistake."""
    with pytest.raises(TrustflowError, match=message):
        use()


OPENED = (
    lambda path: io.StringIO(path.name),
    lambda path: path.open("w+", encoding="utf-8"),
    lambda path: tempfile.NamedTemporaryFile("w+", encoding="utf-8", dir=path.parent),  # noqa: SIM115 - the test closes it
)
"""Functions that open a file in text mode."""


@pytest.mark.parametrize(
    "use",
    [
        tf.load,
        tf.load_all,
        exchange.load_csv,
        lambda file: [*exchange.read_file(file)],
        lambda file: exchange.write_histories([HISTORY], file, "csv"),
        lambda file: exchange.write_histories([HISTORY], file, "json"),
        lambda file: bulk.check_file(file, "findings.csv"),
        lambda file: bulk.check_file(exchange.dump_csv(HISTORY, "log.csv") or "log.csv", file),
    ],
    ids=range(8),
)
def test_a_file_in_text_mode_is_refused(use, tmp_path):
    """A file is read and written as bytes, because the text of a CSV file can have any encoding."""
    for opened in OPENED:
        with (
            opened(tmp_path / "text") as file,
            pytest.raises(tf.InvalidValue, match=r"open in binary mode, as by open\("),
        ):
            use(file)


def test_files_in_binary_mode_and_bytes_are_read():
    """A file that is not from the disk is read too, and so is a bytearray."""
    data = tf.dumps(HISTORY).encode()
    assert HISTORY == tf.load(io.BytesIO(data))
    assert HISTORY == tf.loads(bytearray(data))
    with tempfile.SpooledTemporaryFile() as file:
        exchange.write_histories([HISTORY], file, "json")
        file.seek(0)
        assert HISTORY == tf.load(file)


def test_one_value_counts_as_several():
    """One history, stage, mark, kind or text needs no list."""
    both = {"start": "direction_issued", "end": "trust_went_live"}
    assert tf.legs([HISTORY], **both) == tf.legs(HISTORY, **both)
    assert tf.outcomes([HISTORY], "trust_live") == tf.outcomes(HISTORY, "trust_live")
    assert cohorts.arrows([HISTORY]) == cohorts.arrows(HISTORY)
    assert tf.diagram(stages=["trust_live"]) == tf.diagram(stages="trust_live")
    assert process_table(PROCESS, "moves", stages=["trust_live"]) == process_table(
        PROCESS, "moves", stages="trust_live"
    )
    assert {"Day": "on"} == exchange.parse_columns("Day=on")
    assert exchange.Limits(size=3) == exchange.Limits.parse("size=3")


# Models and classes of machines


@frozen
class Frozen:
    """A model that takes no attributes."""


class Slotted:
    """A model that takes one attribute."""

    __slots__ = ("state",)


@pytest.mark.parametrize("model", [Frozen(), Slotted(), int, HISTORY, [Slotted()], "case"])
def test_a_model_that_takes_no_attributes_is_refused(model):
    """A machine adds its triggers to the model."""
    with pytest.raises(tf.InvalidValue, match=r"Invalid model.*Expected an object that can take"):
        tf.machine(PROCESS, model=model)


def test_a_machine_can_be_its_own_model():
    """`transitions` calls it self."""
    assert "routine_oversight" == tf.machine(PROCESS, model="self").state


@pytest.mark.parametrize("machine_class", [tf.History, "Machine", 3, object(), dict])
def test_another_class_than_one_of_machines_is_refused(machine_class):
    """The message has a class that is accepted."""
    with pytest.raises(tf.InvalidValue, match=r"such as transitions\.extensions\.AsyncMachine"):
        tf.machine(PROCESS, machine_class=machine_class)


# Events of another process


def test_a_case_refuses_to_inherit_events_of_another_process():
    """They are replayed before the first event, so no event would be refused because of them."""
    foreign = NamedEvent("2016", what="letter_sent")
    with pytest.raises(tf.BadHistory, match=r"\$\.inherits\[0\]: found 'letter_sent'"):
        tf.Case("Sandwell", succeeds="West", inherits=[foreign])
    with pytest.raises(tf.BadHistory, match=r"\$\.inherits\[0\]: found 'letter_sent'"):
        tf.Case.from_history(tf.History("Sandwell", succeeds="West", inherits=[foreign]))
    assert 0 == len(tf.Case("Sandwell", succeeds="West", inherits=[RATED]))


@pytest.mark.parametrize("rows", [0, -1, 2.5, True, "x", None])
def test_a_number_of_rows_is_a_whole_number(rows, tmp_path):
    """Nothing is written."""
    with pytest.raises(tf.InvalidValue, match="Expected a whole number, 1 or more"):
        bulk.check_file("log.csv", tmp_path / "findings.csv", rows_at_once=rows)
    assert not (tmp_path / "findings.csv").exists()
