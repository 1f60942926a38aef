"""The premiums of a policy on its page: their totals, and a square per payment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from datahub.browsing import formats
from datahub.browsing.amounts import total
from datahub.browsing.badges import tone_of
from datahub.browsing.links import page_url
from datahub.choices import Tone
from datahub.insurance.models import PremiumPayment

Status = PremiumPayment.Status


@dataclass(frozen=True)
class PaymentSquare:
    """A payment as a small square: its tone, its label, and the address of its page."""

    tone: Tone
    label: str
    address: str


@dataclass(frozen=True)
class Premiums:
    """The payments of a policy by date, failed ones included."""

    rows: list[PremiumPayment]

    @property
    def completed(self) -> int:
        """The number of completed payments."""
        return len(self.completed_rows)

    @property
    def failed(self) -> int:
        """The number of failed payments."""
        return sum(row.payment_status == Status.FAILED for row in self.rows)

    @property
    def completed_rows(self) -> list[PremiumPayment]:
        """The completed payments."""
        return [row for row in self.rows if row.payment_status == Status.COMPLETED]

    @property
    def paid(self) -> Decimal:
        """The sum of the completed payments."""
        return total(row.amount for row in self.completed_rows)

    @property
    def last_paid(self) -> date | None:
        """The date of the last completed payment."""
        return max((row.payment_date for row in self.completed_rows), default=None)

    @property
    def squares(self) -> list[PaymentSquare]:
        """The payments as squares."""
        return [_square(row) for row in self.rows]


def load_premiums(policy_id: str) -> Premiums:
    """Return the payments of a policy."""
    return Premiums(list(PremiumPayment.objects.filter(policy_id=policy_id).order_by("payment_date", "pk")))


def _square(row: PremiumPayment) -> PaymentSquare:
    status = row.get_payment_status_display() or ""
    label = f"{row.payment_date}: {formats.plain_amount(row.amount)} {status.lower()}".rstrip()
    tone = tone_of(PremiumPayment._meta.get_field("payment_status"), row.payment_status) if status else Tone.NEUTRAL
    return PaymentSquare(tone, label, page_url(PremiumPayment, row.pk))
