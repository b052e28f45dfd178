"""A view that records an event and changes a table of the project, both or neither."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST

import trustflow as tf
from trustflow.exchange import event_from_form
from trustflow.ledger import Ledger, StaleCase

from .models import Task
from .store import DjangoStore

OURS = {"version", "reason", "task", "csrfmiddlewaretoken"}
"""What the form sends that is not of the event."""


@require_GET
@login_required
def show(_request, name):
    """Return the stage of a case, and its version, which a form sends back."""
    ledger = Ledger(DjangoStore())
    try:
        stored = ledger.read(name)
    except tf.UnknownCase as error:
        return JsonResponse({"refused": str(error)}, status=404)
    case = tf.Case.from_history(stored.history)
    return JsonResponse({"stage": case.stage, "version": stored.version})


@require_POST
@login_required
@transaction.atomic
def record(request, name, trigger):
    """Record an event, and add a task."""
    try:
        version = int(request.POST["version"])
    except (KeyError, ValueError):
        faults = {"version": "Expected the version of the case that was shown."}
        return JsonResponse({"faults": faults}, status=422)
    texts = {field: text for field, text in request.POST.items() if field not in OURS}
    # A ledger notes which version was read last, so each request has one of its own.
    ledger = Ledger(DjangoStore())
    try:
        recorded = ledger.record(
            name,
            event_from_form(trigger, texts),
            recorded_by=request.user.get_username(),
            reason=request.POST.get("reason") or None,
            expected_version=version,
        )
    except (tf.MoveNotAllowed, tf.DateRuleBroken, StaleCase) as error:
        return JsonResponse({"refused": str(error)}, status=409)
    except tf.BadHistory as error:
        return JsonResponse({"faults": error.by_path}, status=422)
    except tf.InvalidValue as error:
        return JsonResponse({"refused": str(error)}, status=422)
    except tf.UnknownCase as error:
        return JsonResponse({"refused": str(error)}, status=404)
    # If what follows fails, the entry is rolled back too.
    Task.objects.create(case=name, what=request.POST.get("task", ""))
    return JsonResponse({"version": recorded.entry.version}, status=201)
