"""A Django app that keeps the cases of a ledger in Django's own database."""
