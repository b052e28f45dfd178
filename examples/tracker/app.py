"""The tracker as a server runs it: `uvicorn tracker.app:app`."""

from .settings import from_environment
from .web import make_app

app = make_app(from_environment())
