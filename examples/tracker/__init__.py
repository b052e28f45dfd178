"""A tracker of cases in the browser, on a ledger, with Starlette and HTMX."""
