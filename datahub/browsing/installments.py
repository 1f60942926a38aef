"""A loan's schedule as its page tells it: what was due, when it was paid, and what is owed after each installment."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from operator import sub

from django.utils.safestring import SafeString

from datahub.browsing import formats
from datahub.browsing.links import page_url
from datahub.loans.models import Loan, RepaymentSchedule

NEXT_SHOWN = 3
"""Installments to come that are shown beside those that are past."""
NOTHING = Decimal("0.00")
Status = RepaymentSchedule.Status


@dataclass(frozen=True)
class Installment:
    """One row of the schedule on the bank's day."""

    row: RepaymentSchedule
    today: date | None

    @property
    def is_settled(self) -> bool:
        """Whether it was paid, in its turn or with everything else."""
        return self.row.payment_date is not None

    @property
    def is_waived(self) -> bool:
        """Whether it was settled before it was due, in an early payoff: then its interest is waived."""
        return self.row.payment_date is not None and self.row.payment_date < self.row.due_date

    @property
    def is_past(self) -> bool:
        """Whether it had its turn: was due, or was paid when it was."""
        return not self.is_waived and (self.is_settled or (self.today is not None and self.row.due_date <= self.today))

    @property
    def paid(self) -> Decimal:
        """What was paid for it."""
        if not self.is_settled:
            return NOTHING
        return self.row.principal_amount if self.is_waived else self.row.total_amount

    @property
    def days_late(self) -> int | None:
        """Days from the due date to the payment, or to today where it is still owed; None before it is due."""
        until = self.row.payment_date or self.today
        return (until - self.row.due_date).days if until is not None and self.is_past else None

    @property
    def status(self) -> SafeString:
        """Its status."""
        return formats.badge(self.row.payment_status or "", self.row.get_payment_status_display() or formats.NOTHING)

    @property
    def address(self) -> str:
        """The page of the row."""
        return page_url(RepaymentSchedule, self.row.pk)


@dataclass(frozen=True)
class Schedule:
    """The installments of a loan in their order."""

    rows: list[Installment]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shown(self) -> list[Installment]:
        """The installments that had their turn, and the next few."""
        return [*self._past, *self._open[:NEXT_SHOWN]]

    @property
    def further(self) -> list[Installment]:
        """All others: still far away, or settled with everything else."""
        return [*self._waived, *self._open[NEXT_SHOWN:]]

    @property
    def settled(self) -> int:
        """How many are paid."""
        return sum(each.is_settled for each in self.rows)

    @property
    def missed(self) -> list[Installment]:
        """Those that are overdue."""
        return [each for each in self.rows if each.row.payment_status == Status.MISSED]

    @property
    def next_due(self) -> Installment | None:
        """The first that is not overdue and still to be paid."""
        return next((each for each in self.rows if each.row.payment_status == Status.PENDING), None)

    @property
    def last_paid(self) -> date | None:
        """The day of the last payment."""
        return max((each.row.payment_date for each in self.rows if each.row.payment_date), default=None)

    @property
    def paid_off_early(self) -> date | None:
        """The day on which all that was not yet due was settled together."""
        return self._waived[0].row.payment_date if self._waived else None

    @property
    def waived_interest(self) -> Decimal:
        """The interest that an early payoff saved."""
        return sum((each.row.interest_amount for each in self._waived), NOTHING)

    @property
    def repaid(self) -> Decimal:
        """What was paid so far, principal and interest."""
        return sum((each.paid for each in self.rows), NOTHING)

    @property
    def due_days(self) -> list[date]:
        """The days on which installments are due."""
        return [each.row.due_date for each in self.rows]

    def agreed(self, principal: Decimal) -> list[Decimal]:
        """Return what is owed at the beginning and after each installment, if each is paid in its turn."""
        return _falling(principal, [each.row.principal_amount for each in self.rows])

    def outstanding(self, principal: Decimal, today: date | None) -> list[Decimal | None]:
        """Return what was owed at the beginning and in the month after each due date; None for what is to come."""
        settled = sorted(
            (each.row.payment_date, each.row.principal_amount) for each in self.rows if each.row.payment_date
        )
        days = [day for day, _ in settled]
        owed = _falling(principal, [part for _, part in settled])
        months = zip([date.min, *self.due_days], [*self.due_days, date.max], strict=True)
        return [owed[bisect_left(days, end)] if today is not None and begin <= today else None for begin, end in months]

    @property
    def _past(self) -> list[Installment]:
        return [each for each in self.rows if each.is_past]

    @property
    def _waived(self) -> list[Installment]:
        return [each for each in self.rows if each.is_waived]

    @property
    def _open(self) -> list[Installment]:
        return [each for each in self.rows if not each.is_past and not each.is_waived]


def schedule_of(loan: Loan, today: date | None) -> Schedule:
    """Return the schedule of a loan."""
    return Schedule(list(_installments(loan, today)))


def _installments(loan: Loan, today: date | None) -> Iterator[Installment]:
    for row in RepaymentSchedule.objects.filter(loan_id=loan.pk).order_by("installment_number"):
        yield Installment(row, today)


def _falling(principal: Decimal, parts: Sequence[Decimal]) -> list[Decimal]:
    """Return what is left of a principal at first and after each part of it."""
    return list(accumulate(parts, sub, initial=principal))
