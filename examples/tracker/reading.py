"""The pages that show cases: all of them, one of them, its timeline and its log."""

import datetime as dt

from starlette.responses import Response

import trustflow as tf
from trustflow.dates import today
from trustflow.views import fact_rows

from .settings import PROCESS
from .words import log_rows

OVERDUE = {tf.Status.UNMET, tf.Status.NOT_RECORDED}


def cases(visit):
    """Return the page with all cases, what is due this week, and what is overdue."""
    return cases_page(visit)


def cases_page(visit, *, status=200, fault="", existing=""):
    """Return the page with all cases, and with what is wrong with the name of a new one.

    Args:
        visit: The visit.
        status: The status of the answer.
        fault: What is wrong with the name.
        existing: The case that has the name already.
    """
    day = dt.date.fromordinal(today())
    monday = day - dt.timedelta(days=day.weekday())
    week = f"{monday}/{monday + dt.timedelta(days=6)}"
    sought = visit.query.get("q", "").strip()
    rows, unread = _reports(visit.ledger, sought.casefold())
    return visit.page(
        "cases.html",
        status=status,
        fault=fault,
        existing=existing,
        monday=f"{monday:%-d %B %Y}",
        this_week=visit.ledger.deadlines(day, within=week),
        overdue=[each for each in visit.ledger.deadlines(day) if each.deadline.status in OVERDUE],
        sought=sought,
        rows=rows,
        unread=unread,
    )


def _reports(ledger, sought):
    """Return the name and the report of each case, and the names of those that cannot be read.

    Args:
        ledger: The ledger.
        sought: What must be in a name.
    """
    unread = []
    # One case that was changed from outside does not hide the others.
    cases = ledger.read_all(on_unread=lambda name, _error: unread.append(name))
    rows = [
        (each.name, tf.check(each.history, PROCESS))
        for each in cases
        if sought in each.name.casefold()
    ]
    return rows, [name for name in unread if sought in name.casefold()]


def case(visit):
    """Return the page of a case: its picture, facts, deadlines, next events and record."""
    name, day = visit.query.get("name", ""), dt.date.fromordinal(today())
    # The forms are for the version that is shown, so both are from one read.
    stored = visit.ledger.read(name)
    # An address can say anything; the log knows what its reader has recorded.
    sent, by = visit.query.get("done", ""), visit.user
    done = any(str(each.version) == sent and each.recorded_by == by for each in stored.entries)
    entries, history = stored.in_force, stored.history
    report = tf.check(history, PROCESS)
    options = tf.what_next(history, day, process=PROCESS)
    findings = [
        [each for each in report.findings if each.index == index] for index in range(len(entries))
    ]
    return visit.page(
        "case.html",
        name=name,
        version=stored.version,
        done=done,
        report=report,
        rows=list(zip(entries, findings, strict=False)),
        facts=list(fact_rows(tf.facts(history, day, process=PROCESS), PROCESS)),
        deadlines=tf.deadlines(history, day, process=PROCESS),
        moves=[each for each in options if each.allowed and each.moves],
        others=[each for each in options if each.allowed and not each.moves],
        refused=[each for each in options if not each.allowed],
    )


def timeline(visit):
    """Return the picture of a case."""
    history = visit.ledger.history(visit.query.get("name", ""))
    picture = tf.timeline(history, process=PROCESS, dark="dark" in visit.query)
    return Response(str(picture), media_type="image/svg+xml")


def log(visit):
    """Return the page with every entry of a case, the newest first."""
    name = visit.query.get("name", "")
    rows = log_rows(visit.ledger.entries(name))
    return visit.page("log.html", name=name, rows=rows[::-1])
