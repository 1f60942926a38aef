"""The premiums of a policy as its page tells them: each payment as a cell of a strip, and what was paid in all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from datahub.browsing import formats
from datahub.browsing.links import page_url
from datahub.insurance.models import PremiumPayment

NOTHING = Decimal("0.00")
Status = PremiumPayment.Status


@dataclass(frozen=True)
class Cell:
    """A payment as a small square: how it stands, what it was, and its page."""

    tone: str
    words: str
    address: str


@dataclass(frozen=True)
class Premiums:
    """The payments of a policy, failed ones too, in their order."""

    rows: list[PremiumPayment]

    @property
    def completed(self) -> int:
        """How many went through."""
        return len(self.paid_rows)

    @property
    def failed(self) -> int:
        """How many did not."""
        return sum(row.payment_status == Status.FAILED for row in self.rows)

    @property
    def paid_rows(self) -> list[PremiumPayment]:
        """The payments that went through."""
        return [row for row in self.rows if row.payment_status == Status.COMPLETED]

    @property
    def paid(self) -> Decimal:
        """What was paid in all."""
        return sum((row.amount for row in self.paid_rows), NOTHING)

    @property
    def last_paid(self) -> date | None:
        """The day of the last payment that went through."""
        return max((row.payment_date for row in self.paid_rows), default=None)

    @property
    def cells(self) -> list[Cell]:
        """The payments as a strip."""
        return [_cell(row) for row in self.rows]


def premiums_of(policy_id: str) -> Premiums:
    """Return the payments of a policy."""
    return Premiums(list(PremiumPayment.objects.filter(policy_id=policy_id).order_by("payment_date", "pk")))


def _cell(row: PremiumPayment) -> Cell:
    status = row.get_payment_status_display() or ""
    words = f"{row.payment_date}: {formats.plain_amount(row.amount)} {status.lower()}".rstrip()
    return Cell(formats.TONES.get(row.payment_status or "", "quiet"), words, page_url(PremiumPayment, row.pk))
