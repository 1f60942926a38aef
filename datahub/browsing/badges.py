"""Badges: a status as a small label in the color of its tone."""

from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing import model_fields
from datahub.browsing.formats import NO_VALUE
from datahub.browsing.model_fields import AnyField
from datahub.choices import Tone
from datahub.fields import TextColumn


def badge(label: str, tone: Tone) -> SafeString:
    """Return a badge."""
    return format_html('<span class="bank-badge bank-{}">{}</span>', tone.value, label)


def has_tones(field: AnyField) -> bool:
    """Return whether the values of a column have tones, so that they are shown as badges."""
    return isinstance(field, TextColumn) and field.toned_choices is not None


def tone_of(field: AnyField, value: Any) -> Tone:
    """Return the tone of a value of a column; a value that is not on the value list is an error, shown as BAD.

    Raises ValueError for values without tones.
    """
    choices = field.toned_choices if isinstance(field, TextColumn) else None
    if choices is None:
        raise ValueError(f"the values of {field} have no tones")
    return choices(value).tone if value in choices.values else Tone.BAD


def label_of_value(field: AnyField, value: Any) -> str:
    """Return the label of a value of a column; a value that is not on the value list is its own label."""
    return str(dict(field.flatchoices).get(value, value))


def value_badge(field: AnyField, value: Any) -> SafeString:
    """Return the badge of a value of a column that has tones."""
    return badge(label_of_value(field, value), tone_of(field, value))


def status_badge(row: Model, column: str, text: str = "") -> SafeString | str:
    """Return the badge of a column of a row, a dash if it is null. `text` such as "{} risk" surrounds the label."""
    field = model_fields.column(type(row), column)
    value = getattr(row, column)
    if not value:
        return NO_VALUE
    if not text:
        return value_badge(field, value)
    return badge(capfirst(text.format(label_of_value(field, value).lower())), tone_of(field, value))
