"""A loan's repayment schedule on its page: what was due, when it was paid, and what was owed after each installment."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from operator import sub

from django.utils.safestring import SafeString

from datahub.browsing.amounts import ZERO, total
from datahub.browsing.badges import status_badge
from datahub.browsing.links import page_url
from datahub.loans.models import Loan, RepaymentSchedule

NEXT_SHOWN = 3
"""Installments still to come that are shown with the past ones."""
Status = RepaymentSchedule.Status


@dataclass(frozen=True)
class Installment:
    """A row of the schedule, seen on the as-of date."""

    row: RepaymentSchedule
    as_of: date | None

    @property
    def is_settled(self) -> bool:
        """Whether it was paid, on its own or in an early payoff."""
        return self.row.payment_date is not None

    @property
    def is_prepaid(self) -> bool:
        """Whether it was paid before it was due, in an early payoff: its interest was waived."""
        return self.row.payment_date is not None and self.row.payment_date < self.row.due_date

    @property
    def is_past(self) -> bool:
        """Whether it was due by the as-of date, or was paid on its own."""
        return not self.is_prepaid and (self.is_settled or (self.as_of is not None and self.row.due_date <= self.as_of))

    @property
    def paid(self) -> Decimal:
        """The amount paid: principal only in an early payoff, zero before it is paid."""
        if not self.is_settled:
            return ZERO
        return self.row.principal_amount if self.is_prepaid else self.row.total_amount

    @property
    def days_late(self) -> int | None:
        """Days from the due date to the payment, or to the as-of date if it is unpaid; None before it is due."""
        until = self.row.payment_date or self.as_of
        return (until - self.row.due_date).days if until is not None and self.is_past else None

    @property
    def status(self) -> SafeString | str:
        """The badge of its status."""
        return status_badge(self.row, "payment_status")

    @property
    def address(self) -> str:
        """The address of its row's page."""
        return page_url(RepaymentSchedule, self.row.pk)


@dataclass(frozen=True)
class Schedule:
    """The installments of a loan by number."""

    rows: list[Installment]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shown(self) -> list[Installment]:
        """The past installments and the next few."""
        return [*self._past, *self._upcoming[:NEXT_SHOWN]]

    @property
    def further(self) -> list[Installment]:
        """The installments that are not in `shown`: further ahead, or prepaid."""
        return [*self._prepaid, *self._upcoming[NEXT_SHOWN:]]

    @property
    def settled(self) -> int:
        """The number of paid installments."""
        return sum(each.is_settled for each in self.rows)

    @property
    def missed(self) -> list[Installment]:
        """The missed installments."""
        return [each for each in self.rows if each.row.payment_status == Status.MISSED]

    @property
    def next_due(self) -> Installment | None:
        """The next pending installment."""
        return next((each for each in self.rows if each.row.payment_status == Status.PENDING), None)

    @property
    def last_paid(self) -> date | None:
        """The date of the last payment."""
        return max((each.row.payment_date for each in self.rows if each.row.payment_date), default=None)

    @property
    def paid_off_early(self) -> date | None:
        """The date of an early payoff; None if there was none."""
        return self._prepaid[0].row.payment_date if self._prepaid else None

    @property
    def waived_interest(self) -> Decimal:
        """The interest that an early payoff saved."""
        return total(each.row.interest_amount for each in self._prepaid)

    @property
    def repaid(self) -> Decimal:
        """The sum of all payments, principal and interest."""
        return total(each.paid for each in self.rows)

    @property
    def due_dates(self) -> list[date]:
        """The due dates of all installments."""
        return [each.row.due_date for each in self.rows]

    def scheduled_balances(self, principal: Decimal) -> list[Decimal]:
        """Return the scheduled balance at disbursement and after each installment."""
        return _remaining(principal, [each.row.principal_amount for each in self.rows])

    def actual_balances(self, principal: Decimal, as_of: date | None) -> list[Decimal | None]:
        """Return the balance at disbursement and in the month after each due date; None for months still to come."""
        settled = sorted(
            (each.row.payment_date, each.row.principal_amount) for each in self.rows if each.row.payment_date
        )
        days = [day for day, _ in settled]
        owed = _remaining(principal, [part for _, part in settled])
        months = zip([date.min, *self.due_dates], [*self.due_dates, date.max], strict=True)
        return [owed[bisect_left(days, end)] if as_of is not None and begin <= as_of else None for begin, end in months]

    @property
    def _past(self) -> list[Installment]:
        return [each for each in self.rows if each.is_past]

    @property
    def _prepaid(self) -> list[Installment]:
        return [each for each in self.rows if each.is_prepaid]

    @property
    def _upcoming(self) -> list[Installment]:
        return [each for each in self.rows if not each.is_past and not each.is_prepaid]


def load_schedule(loan: Loan, as_of: date | None) -> Schedule:
    """Return the schedule of a loan."""
    return Schedule(list(_installments(loan, as_of)))


def _installments(loan: Loan, as_of: date | None) -> Iterator[Installment]:
    for row in RepaymentSchedule.objects.filter(loan_id=loan.pk).order_by("installment_number"):
        yield Installment(row, as_of)


def _remaining(principal: Decimal, repayments: Sequence[Decimal]) -> list[Decimal]:
    """Return the principal at first and what remains of it after each repayment."""
    return list(accumulate(repayments, sub, initial=principal))
