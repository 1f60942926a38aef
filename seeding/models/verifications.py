"""The record of verifications, in `default`: when the checks ran on a bank, and what they found."""

from django.db import models

from seeding.models.runs import Run


class Verification(models.Model):
    """The results of `seed_verify` on the rows of a run.

    They are kept as the text that it writes: PostgreSQL's own type for JSON would sort the columns of each row, and the
    key would not come first.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="verifications")
    verified_at = models.DateTimeField(db_index=True)
    results = models.TextField(help_text="JSON: the checks with their results, and the planted faults")

    class Meta:
        db_table = "seeding_verification"
        ordering = ("verified_at",)

    def __str__(self) -> str:
        return f"{self.verified_at:%Y-%m-%d %H:%M:%S} UTC, {self.run}"
