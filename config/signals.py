"""Signals that config sends to apps it does not know."""

from django.dispatch import Signal

leaving_former_schema = Signal()
"""Sent before the schema `ops` of version 0.3.0 is dropped.

Its arguments are `alias` and a `cursor` in the transaction that drops the schema.
"""
