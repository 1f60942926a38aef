"""The answer key of the planted cases, in `default`, where those who search the six databases do not see it."""

from django.db import models


class PlantedTransaction(models.Model):
    """A transaction of a planted case or of its innocent twin. Runs write these rows with the bank."""

    class Kind(models.TextChoices):
        STRUCTURING = "structuring"
        HIGH_RISK_WIRES = "high_risk_wires"
        FAN_IN = "fan_in"
        FAN_OUT = "fan_out"
        CYCLE = "cycle"

    filled_by_runs = True
    hidden_from_solvers = True
    is_answer_key = True
    """A user of `demo_user --no-answers` has no permission to view it."""

    transaction_id = models.CharField("transaction", max_length=50, primary_key=True)
    case_id = models.CharField("case", max_length=50, db_index=True, help_text="A twin's is its case's, and -T")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    planted = models.BooleanField(help_text="True for the case, false for its innocent twin")
    account_id = models.CharField("account", max_length=50)
    customer_id = models.CharField("customer", max_length=50, db_index=True)
    subject = models.BooleanField(help_text="True for rows on the account that the case is about")

    class Meta:
        db_table = "seeding_planted_transaction"
        ordering = ("case_id", "transaction_id")

    def __str__(self) -> str:
        return f"{self.case_id} {self.transaction_id}"
