"""The pages that change cases: begin, record, insert, replace and withdraw."""

import trustflow as tf
from trustflow.ledger import LedgerFailed, StaleCase

from .forms import event_of, fields_of, kind_of, texts_of
from .identity import HOURS
from .reading import cases_page
from .settings import PROCESS
from .words import event_words, label, log_rows, refusal_words

VERBS = ("record", "insert", "replace", "withdraw")
REFUSALS = (tf.MoveNotAllowed, tf.DateRuleBroken, tf.InvalidValue)
"""The event can be read, but it does not fit the case."""
NOT_IN_FORCE = "The event is no longer in force: somebody replaced or withdrew it. See the log."
MAX_DIGITS = 10
NO_REASON = "Say why, for whoever reads the log later."
NO_ANSWER = "The database did not answer"
DOES_NOT_FIT = "Not recorded: it does not fit the case"
SEND_AGAIN = (
    "Nothing was recorded. What you typed is still below. Look at the case as it is now; if your "
    "change still holds, send the form again."
)
NO_VERSION = f"The form did not say for which version of the case you filled it in. {SEND_AGAIN}"
NOT_SIGNED = (
    "The form was not made for you by this tracker since it was last started, or it was made more "
    f"than {HOURS} hours ago. {SEND_AGAIN} If you did not fill it in, close this page."
)


def begin(visit):
    """Begin a case, or show again the page on which that was asked for."""
    name = visit.form.get("name", "").strip()
    if name in visit.ledger.names():
        return cases_page(visit, status=422, fault="There is a case of this name:", existing=name)
    try:
        # The record of a live case is kept as things happen, so it counts as checked to today.
        history = tf.History(name, checked_to="ongoing")
        visit.ledger.create(history, recorded_by=visit.user)
    except ValueError as error:
        return cases_page(visit, status=422, fault=str(error))
    return visit.to("case", name=name)


class Change:
    """A change that a form asks for.

    Attributes:
        verb: One of `VERBS`.
        name: The name of the case.
        trigger: The trigger of the new event, or what `kind_of` returns for the old one.
        entry: The entry whose event is replaced or withdrawn; else None.
        texts: What was typed into the inputs of the event, by name.
        why: The reason that was typed.
        version: The version of the case for which the form was filled in.
        has_version: Whether the form, or the link to it, said which version that is.
    """

    def __init__(self, visit, verb):
        self.ledger, self.verb = visit.ledger, verb
        self.name = visit.query.get("name", "")
        entries = visit.ledger.entries(self.name)
        # The first form is for the version of the page from which a link led to it.
        sent = visit.form.get("_version") or visit.query.get("version", "")
        self.has_version = sent.isdecimal() and len(sent) < MAX_DIGITS
        self.version = int(sent) if self.has_version else entries[-1].version
        self.entry = next(
            (each for each in entries if each.id == visit.query.get("entry") and each.event), None
        )
        self.trigger = kind_of(self.entry.event) if self.entry else visit.query.get("event", "")
        # No field of an event begins with a line, so these are of the form itself.
        self.texts = {name: text for name, text in visit.form.items() if name[:1] != "_"}
        self.why = visit.form.get("_why", "").strip()

    @property
    def is_possible(self):
        """Whether the address names what the verb needs."""
        needs_entry = self.verb in {"replace", "withdraw"}
        if self.entry is not None:
            return needs_entry
        return not needs_entry and self.trigger in PROCESS.triggers

    @property
    def places(self):
        """The index of each event in force in the history, by the id of its entry."""
        return {each.id: at for at, each in enumerate(self.ledger.in_force(self.name))}

    @property
    def is_in_force(self):
        """Whether the event that it corrects, if any, has not been corrected by somebody else."""
        return self.entry is None or self.entry.id in self.places

    @property
    def title(self):
        """The title of the form."""
        trigger = self.entry.event.trigger if self.entry else self.trigger
        return f"{self.verb.capitalize()}: {label(trigger)}"

    def event(self):
        """Return the event that the form describes; None if it withdraws one."""
        if self.verb == "withdraw":
            return None
        return event_of(self.trigger, self.texts, self.entry and self.entry.event)

    def make(self, user):
        """Make the change in the ledger; return the version of the case after it."""
        event = self.event()
        signed = {"recorded_by": user, "reason": self.why, "expected_version": self.version}
        match self.verb:
            case "record":
                signed["reason"] = self.why or None
                recorded = self.ledger.record(self.name, event, **signed)
            case "insert":
                recorded = self.ledger.insert(self.name, event, **signed)
            case "replace":
                recorded = self.ledger.replace(self.entry, event, **signed)
            case "withdraw":
                recorded = self.ledger.withdraw(self.entry, **signed)
        return recorded.entry.version

    def suppose(self):
        """Return the findings that the change would give, without making it."""
        event = self.event()
        live = tf.Case.from_history(self.ledger.history(self.name), PROCESS)
        match self.verb:
            case "record":
                return live.record(event)
            case "insert":
                return live.insert(event).findings
            case "replace":
                return live.replace(at=self.places[self.entry.id], new=event).findings
            case "withdraw":
                return live.withdraw(at=self.places[self.entry.id]).findings


def form(visit):
    """Return the form of a change."""
    change = Change(visit, visit.path)
    if not change.is_possible:
        return _no_form(visit)
    if not change.is_in_force:
        return visit.message(409, "Somebody was faster", NOT_IN_FORCE)
    if change.entry:
        change.texts = texts_of(change.entry.event)
    else:
        own, _ = fields_of(change.trigger)
        change.texts = {each.name: each.initial for each in own}
    return _form_page(visit, change)


def send(visit):
    """Make the change that a form asks for, or show the form again with what is wrong."""
    change = Change(visit, visit.path)
    if not change.is_possible:
        return _no_form(visit)
    missing = _missing(visit, change)
    if missing:
        return _form_page(visit, change, **missing)
    try:
        version = change.make(visit.user)
    except (StaleCase, LedgerFailed, tf.BadHistory, *REFUSALS) as error:
        return _form_page(visit, change, **_refused(visit, change, error))
    return visit.to("case", name=change.name, done=version)


def _missing(visit, change):
    """Return what the page says of a form that lacks something; None if it lacks nothing."""
    if not visit.is_signed:
        return {"status": 403, "refusal": NOT_SIGNED, "problem": "Not recorded"}
    if not change.has_version:
        return {"status": 422, "refusal": NO_VERSION, "problem": "Not recorded"}
    if change.verb != "record" and not change.why:
        return {"status": 422, "faults": {"_why": NO_REASON}}
    return None


def _refused(visit, change, error):
    """Return what the page says of an error."""
    if isinstance(error, StaleCase):
        # The same form again is for the version that its reader has now been told of.
        change.version = error.found
        entries = visit.ledger.entries(change.name)
        meanwhile = [each for each in log_rows(entries) if each.entry.version > error.expected]
        refusal = "" if meanwhile else str(error)
        return {"status": 409, "meanwhile": meanwhile, "refusal": refusal}
    if isinstance(error, LedgerFailed):
        # It says what became of the change. Nothing is read again, as that may fail too.
        return {"status": 503, "refusal": str(error), "problem": NO_ANSWER}
    if isinstance(error, tf.BadHistory):
        return {"status": 422, "faults": error.by_path}
    if getattr(error, "what", "") == "reason":
        return {"status": 422, "faults": {"_why": str(error)}}
    return {
        "status": 409,
        "refusal": refusal_words(error) if change.is_in_force else NOT_IN_FORCE,
    }


def try_out(visit):
    """Return the form with the findings that it would give; nothing is recorded."""
    change = Change(visit, visit.query.get("verb", ""))
    if change.verb not in VERBS or not change.is_possible:
        return _no_form(visit)
    if not change.is_in_force:
        return _form_page(visit, change, refusal=NOT_IN_FORCE)
    try:
        return _form_page(visit, change, findings=change.suppose())
    except tf.BadHistory as error:
        return _form_page(visit, change, faults=error.by_path)
    except REFUSALS as error:
        return _form_page(visit, change, refusal=refusal_words(error))


def _no_form(visit):
    return visit.message(404, "There is no such form", "Choose an event on the page of the case.")


def _form_page(
    visit,
    change,
    *,
    status=200,
    faults=None,
    refusal="",
    problem=DOES_NOT_FIT,
    meanwhile=(),
    findings=None,
):
    own, of_source = ((), ()) if change.verb == "withdraw" else fields_of(change.trigger)
    return visit.page(
        "form.html",
        status=status,
        change=change,
        own=own,
        of_source=of_source,
        is_source_open=any(
            change.texts.get(each.name) or each.name in (faults or {}) for each in of_source
        ),
        old=event_words(change.entry and change.entry.event),
        faults=faults or {},
        refusal=refusal,
        problem=problem,
        does_not_fit=problem == DOES_NOT_FIT,
        meanwhile=meanwhile,
        findings=findings,
    )
