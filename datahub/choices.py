"""Value lists of status columns: each value declares the tone in which the admin shows it."""

from enum import Enum

from django.db import models


class Tone(Enum):
    """The meaning of a status for the bank; the admin has a color for each.

    Not a text: Django would take a text at the end of a member's declaration for its label.
    """

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    NEUTRAL = "neutral"


class TonedChoices(models.TextChoices):
    """Choices with a tone each: `LATE = "late", Tone.WARNING`, and before a label `"late", Tone.WARNING, "Late"`.

    A member without a tone is an error of the system checks, which know its model and field.
    """

    declared_tone: Tone | None

    def __new__(cls, value: str, tone: Tone | None = None) -> "TonedChoices":
        """Return a member whose value is the text alone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.declared_tone = tone
        return member

    @property
    def tone(self) -> Tone:
        """The declared tone. Raises ValueError if there is none."""
        if self.declared_tone is None:
            raise ValueError(f"{type(self).__qualname__}.{self.name} declares no tone")
        return self.declared_tone
