"""The application: its addresses, what each request has, and the headers of each answer."""

from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import jinja2
from attrs import frozen
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import trustflow as tf
from trustflow.ledger import BadLedger, Ledger, LedgerFailed

from . import changing, identity, reading, words
from .settings import PROCESS, Settings

HERE = Path(__file__).parent
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters |= {"london": words.london, "label": words.label}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@frozen(kw_only=True)
class Visit:
    """What a handler has of a request.

    Args:
        ledger: The ledger.
        settings: The settings.
        user: The name of the user.
        path: The path of the address, without its slash.
        query: The parameters of the address.
        form: The texts that a form sent, by the name of the input.
        is_signed: Whether the form has a token that was made for the user.
    """

    ledger: Ledger
    settings: Settings
    user: str | None
    path: str
    query: dict
    form: dict
    is_signed: bool

    def page(self, template, *, status=200, **values):
        """Return a page."""
        # A token is signed for a user, so who is not named gets none.
        token = self.user and identity.new_token(self.user, self.settings)
        text = TEMPLATES.get_template(template).render(
            visit=self, token=token, process=PROCESS, **values
        )
        return HTMLResponse(text, status)

    def message(self, status, title, *paragraphs):
        """Return a page that says why there is nothing else to show, and has what was typed."""
        typed = {
            name: text
            for name, text in self.form.items()
            if text.strip() and (name[:1] != "_" or name == "_why")
        }
        return self.page(
            "message.html", status=status, title=title, paragraphs=paragraphs, typed=typed
        )

    @staticmethod
    def to(path, **query):
        """Return an answer that sends the browser on to another page."""
        return RedirectResponse(f"/{path}?{urlencode(query)}" if query else f"/{path}", 303)


def make_app(settings):
    """Return the application for some settings."""
    ledger = Ledger(settings.ledger, processes=[PROCESS])

    @asynccontextmanager
    async def lifespan(_app):
        with ledger:
            yield

    def route(path, handler, method="GET"):
        async def endpoint(request):
            async with request.form() as sent:
                texts = {
                    _encodable(name): _encodable(text)
                    for name, text in sent.items()
                    if isinstance(text, str)
                }
            user = identity.user_of(request.headers, settings)
            visit = Visit(
                ledger=ledger,
                settings=settings,
                user=user,
                path=path.removeprefix("/"),
                query=dict(request.query_params),
                form=texts,
                is_signed=identity.is_valid(texts.get("_token", ""), user, settings),
            )
            # A ledger is synchronous; in a thread it does not hold up the other requests.
            return await run_in_threadpool(_answer, visit, handler, method)

        return Route(path, endpoint, methods=[method])

    routes = [
        route("/", reading.cases),
        route("/case", reading.case),
        route("/timeline.svg", reading.timeline),
        route("/log", reading.log),
        route("/begin", changing.begin, "POST"),
        route("/try", changing.try_out, "POST"),
    ]
    for verb in changing.VERBS:
        routes += [route(f"/{verb}", changing.form), route(f"/{verb}", changing.send, "POST")]
    static = Mount("/static", StaticFiles(directory=HERE / "static"))
    return Starlette(
        routes=[*routes, static], middleware=[Middleware(_WithHeaders)], lifespan=lifespan
    )


def _answer(visit, handler, method):
    """Return the answer of a handler, or the page that says why there is none."""
    if visit.user is None:
        return visit.message(
            403,
            "You are not signed in",
            f"The tracker has no accounts: the header {visit.settings.user_header} names the "
            "user, and this request does not have exactly one.",
            "Open the tracker by the address of the sign-on proxy. To try it on your own "
            "computer, start it with TRACKER_DEVELOPMENT=1.",
        )
    # The form of a change is shown again with a new token, so that nobody types it twice.
    if method == "POST" and not visit.is_signed and handler is not changing.send:
        return visit.message(
            403,
            "The form cannot be accepted",
            "It was not made for you by this tracker since it was last started, or it was made "
            f"more than {identity.HOURS} hours ago. Nothing was recorded.",
            "Load the page again and send it.",
        )
    try:
        return handler(visit)
    except tf.UnknownCase as error:
        outcome = ["Nothing was recorded."] if method == "POST" else []
        return visit.message(404, "There is no such case", str(error), *outcome)
    except BadLedger as error:
        return visit.message(500, "The case cannot be read", str(error))
    except LedgerFailed as error:
        return visit.message(503, changing.NO_ANSWER, str(error))


def _encodable(text):
    """Return a text that a page can have: a browser cannot send half a pair of surrogates."""
    return text.encode("utf-8", "replace").decode()


class _WithHeaders:
    """Middleware that adds the headers to each answer."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                added = [(name.lower().encode(), text.encode()) for name, text in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
