"""The record of runs, in `default`: the command, the plan, the progress and the end of each run."""

import uuid

from django.db import models

from datahub.choices import Tone, TonedChoices
from datahub.fields import TextColumn


class Run(models.Model):
    """A run of a command that changes the bank.

    A run whose process died keeps the state `running`. The lock of the bank shows whether a run is really running.
    """

    class Kind(models.TextChoices):
        SEED = "seed"
        RESET = "reset"
        CLEAR = "clear"
        BREAK = "break"
        RESTORE = "restore"
        ADVANCE = "advance"

    class State(TonedChoices):
        RUNNING = "running", Tone.NEUTRAL
        COMPLETE = "complete", Tone.GOOD
        FAILED = "failed", Tone.BAD
        INTERRUPTED = "interrupted", Tone.WARNING

    hidden_from_solvers = True
    """The seed gives the answers away: the same bank can be made elsewhere, with its answer key."""

    run_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = TextColumn(max_length=20, choices=State, default=State.RUNNING)
    plan = models.JSONField(null=True, blank=True, help_text="What was loaded; nothing for a run that cleared the bank")
    expected = models.JSONField(
        default=dict, blank=True, help_text="Fewest and most rows that the plan promises of each table"
    )
    generator = models.CharField(max_length=20, help_text="Version of the generator: another one may give other bytes")
    command = models.CharField(max_length=200)
    user = models.CharField(max_length=100)
    host = models.CharField(max_length=255)
    pid = models.IntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=dict, blank=True, help_text="Stage of each database and rows of its tables")
    error = models.TextField(blank=True)

    class Meta:
        db_table = "seeding_run"
        ordering = ("-started_at",)
        # About the bank as a whole, as runs are: no table of its own is behind the page.
        permissions = (("query_bank", "Can query the six databases on the SQL page"),)

    def __str__(self) -> str:
        return f"{self.command} of {self.started_at:%Y-%m-%d %H:%M:%S} UTC"
