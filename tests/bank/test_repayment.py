"""loans_db.repayment_schedule: instalments to the cent, and what they say of a loan."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

import polars as pl
import pytest

from seeding.bank.loans.schedule import LONGEST
from seeding.engine.plan import MAX_CUSTOMERS
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, business, is_business, nothing_in
from tests.bank.documented import SCALE_ONE, Over, Tables
from tests.bank.lending import DB, DEFAULT_DAYS, GRACE_DAYS, SCHEDULE, cents, instalments

CENT = Decimal("0.01")


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def annuity(principal: Decimal, rate: Decimal, term: int) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield principal and interest of each instalment, computed with fifty digits."""
    with localcontext(prec=50):
        monthly = rate / 12
        level = half_up(principal * monthly / (1 - (1 + monthly) ** -term))
        owed = principal
        for month in range(1, term + 1):
            interest = half_up(owed * rate / 12)
            part = owed if month == term else level - interest
            owed -= part
            yield part, interest


def test_an_annuity_is_the_one_that_a_banker_computes() -> None:
    """385,886 at 6.26 % over 360 months: 2,378.48 a month, and 2,375.03 in the last."""
    rows = list(annuity(Decimal(385_886), Decimal("0.0626"), 360))
    assert sum(rows[0]) == Decimal("2378.48")
    assert sum(rows[-1]) == Decimal("2375.03")


def test_every_loan_is_amortised_as_an_independent_computation_says(bank: Bank) -> None:
    """L6: level payment, interest of each month, last instalment."""
    rows = bank.table("repayment_schedule").sort("loan_id", "installment_number")
    planned = dict(
        rows.group_by("loan_id", maintain_order=True).agg(pl.struct("principal_amount", "interest_amount")).iter_rows()
    )
    columns = ("loan_id", "principal_amount", "interest_rate", "term_months")
    for loan, *terms in bank.table("loans").select(columns).iter_rows():
        found = [tuple(row.values()) for row in planned[loan]]
        assert found == list(annuity(*terms)), loan


def test_instalments_are_counted_from_one_to_the_term(bank: Bank) -> None:
    """L4."""
    bank.finds_none(
        DB,
        """
        SELECT loan_id, term_months, array_agg(installment_number ORDER BY installment_number)
        FROM loans LEFT JOIN repayment_schedule USING (loan_id) GROUP BY loan_id
        HAVING array_agg(installment_number ORDER BY installment_number)
               IS DISTINCT FROM ARRAY(SELECT generate_series(1, term_months))
        """,
    )


def test_instalments_are_due_month_by_month_on_the_day_of_the_disbursement(bank: Bank) -> None:
    """L5: or on the last of a shorter month, which is PostgreSQL's rule, too; the loan matures with the last."""
    bank.finds_none(
        DB,
        SCHEDULE
        + """
        SELECT loan_id, k, disbursement_date, due_date, maturity_date FROM schedule
        WHERE due_date <> (disbursement_date + make_interval(months => k))::date
              OR k = term_months AND maturity_date <> due_date
        """,
    )


def test_an_instalment_is_principal_and_a_months_interest_on_what_was_owed_before(bank: Bank) -> None:
    """L6."""
    bank.finds_none(
        DB,
        SCHEDULE
        + """
        SELECT * FROM schedule
        WHERE interest_amount <> round(owed_before * interest_rate / 12, 2)
              OR total_amount <> principal_amount + interest_amount OR principal_amount <= 0
        """,
    )


def test_instalments_repay_the_principal_to_the_cent_and_never_more(bank: Bank) -> None:
    """L6, L7: what is owed falls with every instalment, to nothing with the last."""
    bank.finds_none(
        DB, SCHEDULE + "SELECT * FROM schedule WHERE owed < 0 OR owed >= owed_before OR (owed = 0) <> (k = term_months)"
    )


def test_a_loan_is_repaid_in_level_instalments_but_for_the_cents_of_the_last(bank: Bank) -> None:
    """L7: each month's rounding is a cent at most, compounded over the term."""
    bank.finds_none(
        DB,
        SCHEDULE
        + """
        , level AS (SELECT loan_id, total_amount AS regular FROM schedule WHERE k = 1)
        SELECT loan_id, k, total_amount, regular FROM schedule JOIN level USING (loan_id)
        WHERE CASE WHEN k < term_months THEN total_amount <> regular
              ELSE abs(total_amount - regular)
                   > 0.01 * ((1 + interest_rate / 12) ^ term_months - 1) / (interest_rate / 12) END
        """,
    )


def test_what_is_outstanding_is_the_principal_without_that_of_settled_instalments(bank: Bank) -> None:
    """L8."""
    bank.finds_none(
        DB,
        """
        SELECT loan_id, outstanding_balance, loans.principal_amount, sum(row.principal_amount) AS planned
        FROM loans JOIN repayment_schedule row USING (loan_id) GROUP BY loan_id
        HAVING outstanding_balance IS DISTINCT FROM loans.principal_amount
               - coalesce(sum(row.principal_amount) FILTER (WHERE payment_status IN ('paid', 'late')), 0)
        """,
    )


# How instalments are paid, on the bank's day and on days that calendars stumble over

DAYS = (
    date(2024, 2, 29), date(2025, 2, 28), date(2025, 12, 25), date(2026, 1, 1), date(2026, 1, 10), date(2026, 3, 29),
    date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 10), date(2026, 8, 31),
)  # fmt: skip


@pytest.fixture(scope="module", params=DAYS, ids=str)
def seen(request: pytest.FixtureRequest) -> Baked:
    """A bank of some cells, seen on such a day."""
    return Baked(plan_of(11, 960, 120, request.param), only=("loans", "repayment_schedule"))


def misread_payments(tables: Tables, today: date) -> pl.DataFrame:
    """Return the instalments whose status is not what their due day and payment day say (L9)."""
    due, paid = pl.col("due_date"), pl.col("payment_date")
    grace = due + timedelta(days=GRACE_DAYS)
    expected = (
        pl.when(paid.is_not_null())
        .then(pl.when(paid > grace).then(pl.lit("late")).otherwise(pl.lit("paid")))
        .otherwise(pl.when(grace >= today).then(pl.lit("pending")).otherwise(pl.lit("missed")))
    )
    return instalments(tables).filter(pl.col("payment_status").ne_missing(expected))


def misread_loans(tables: Tables, today: date) -> pl.DataFrame:
    """Return the loans whose status, flag or balance is not what their schedule says (L8, L10, L11)."""
    number, settled = pl.col("installment_number"), pl.col("payment_date").is_not_null()
    rows = instalments(tables).with_columns(
        last_settled=pl.when(settled).then(number).max().over("loan_id").fill_null(0), settled=settled
    )
    overdue = (pl.col("due_date") <= today - timedelta(days=DEFAULT_DAYS)) & (number > pl.col("last_settled"))
    read = rows.group_by("loan_id").agg(
        pl.col("borrowed", "loan_status", "default_status").first(),
        outstanding=cents("outstanding_balance").first(),
        owed=pl.col("borrowed").first() - pl.when("settled").then("principal").otherwise(0).sum(),
        in_default=overdue.any(),
        skipped=(~pl.col("settled") & (number < pl.col("last_settled"))).sum(),
        last_settled=pl.col("last_settled").first(),
    )
    expected = (
        pl.when(pl.col("owed") == 0)
        .then(pl.lit("paid_off"))
        .when("in_default")
        .then(pl.lit("defaulted"))
        .when(pl.col("skipped") > 0)
        .then(pl.lit("restructured"))
        .otherwise(pl.lit("active"))
    )
    wrong = (
        pl.col("loan_status").ne_missing(expected)
        | pl.col("default_status")
        .cast(pl.String)
        .str.slice(0, 1)
        .ne_missing(pl.col("in_default").cast(pl.String).str.slice(0, 1))
        | pl.col("outstanding").ne_missing(pl.col("owed"))
    )
    return read.with_columns(expected=expected).filter(wrong)


def wrongly_skipped(tables: Tables) -> pl.DataFrame:
    """Return the loans in which a payment follows a missed one without having been restructured (L10)."""
    number, settled = pl.col("installment_number"), pl.col("payment_date").is_not_null()
    rows = instalments(tables).with_columns(last=pl.when(settled).then(number).max().over("loan_id").fill_null(0))
    gaps = rows.group_by("loan_id", "loan_status").agg(
        skipped=(pl.col("payment_date").is_null() & (number < pl.col("last"))).sum(),
        statuses=pl.col("payment_status").filter(pl.col("payment_date").is_null() & (number < pl.col("last"))),
        run=number.filter(pl.col("payment_date").is_null() & (number < pl.col("last"))),
    )
    restructured = pl.col("loan_status") == "restructured"
    together = pl.col("run").list.max() - pl.col("run").list.min() + 1 == pl.col("skipped")
    all_missed = pl.col("statuses").list.eval(pl.element() == "missed").list.all()
    return gaps.filter(
        (restructured & ~(pl.col("skipped").is_between(2, 3) & together & all_missed))
        | (~restructured & (pl.col("skipped") > 0))
    )


def unlikely_payments(tables: Tables, today: date) -> pl.DataFrame:
    """Return payments on days that cannot be: closed, to come, too late, or too early without a payoff (L9, L11)."""
    rows = instalments(tables).filter(pl.col("payment_date").is_not_null())
    rows = rows.with_columns(
        ahead=pl.col("due_date") > pl.col("payment_date"), final=pl.col("payment_date").max().over("loan_id")
    )
    in_payoff = (pl.col("loan_status") == "paid_off") & (pl.col("payment_date") == pl.col("final"))
    too_late = pl.col("payment_date") > pl.col("due_date") + timedelta(days=25)
    return rows.filter(
        (pl.col("ahead") & ~in_payoff) | too_late | (pl.col("payment_date") > today) | ~is_business("payment_date")
    )


def unsettled_payoffs(tables: Tables) -> pl.DataFrame:
    """Return the repaid loans in which not all rows after the payoff day were settled on that one day (L11)."""
    rows = instalments(tables).filter(pl.col("loan_status") == "paid_off")
    payoff = pl.col("payment_date").max().over("loan_id")
    early = (pl.col("due_date") > payoff) & pl.col("payment_date").ne_missing(payoff)
    return rows.filter(early | pl.col("payment_date").is_null())


def test_the_status_of_an_instalment_follows_from_its_days(bank: Bank) -> None:
    """L9."""
    nothing_in(misread_payments(bank, bank.as_of))


def test_the_status_of_a_loan_follows_from_its_schedule(bank: Bank) -> None:
    """L11."""
    nothing_in(misread_loans(bank, bank.as_of))


def test_only_restructured_loans_are_paid_again_after_two_or_three_missed_instalments(bank: Bank) -> None:
    """L10."""
    nothing_in(wrongly_skipped(bank))


def test_payments_come_on_business_days_and_early_only_in_a_payoff(bank: Bank) -> None:
    """L9: and 25 days after they are due at the latest."""
    nothing_in(unlikely_payments(bank, bank.as_of))


def test_a_loan_repaid_early_is_settled_on_one_day(bank: Bank) -> None:
    """L11."""
    nothing_in(unsettled_payoffs(bank))


def test_a_loan_in_default_missed_an_instalment_ninety_days_ago(bank: Bank) -> None:
    """L11, in SQL and for each row: the oldest that is unpaid after the last paid one."""
    bank.finds_none(
        DB,
        """
        SELECT loan_id, loan_status, default_status, min(due_date) AS oldest FROM loans
        JOIN repayment_schedule USING (loan_id)
        WHERE payment_date IS NULL AND installment_number > (
            SELECT coalesce(max(installment_number), 0) FROM repayment_schedule paid
            WHERE paid.loan_id = loans.loan_id AND paid.payment_date IS NOT NULL)
        GROUP BY loan_id
        HAVING (min(due_date) <= %s::date - 90) <> default_status OR default_status <> (loan_status = 'defaulted')
               OR default_status IS NULL
        """,
        [bank.as_of],
    )


def test_days_that_are_due_at_a_months_end_are_read_rightly(seen: Baked) -> None:
    """L9, L10, L11."""
    today = seen.plan.as_of
    assert len(instalments(seen).filter(pl.col("due_date") == pl.col("due_date").dt.month_end())) > 20
    nothing_in(misread_payments(seen, today))
    nothing_in(misread_loans(seen, today))
    nothing_in(wrongly_skipped(seen))
    nothing_in(unlikely_payments(seen, today))
    nothing_in(unsettled_payoffs(seen))


def test_nineteen_due_instalments_of_active_loans_in_twenty_are_paid_in_time(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    paid, late = bank.rows(
        DB,
        """
        SELECT count(*) FILTER (WHERE payment_status = 'paid'), count(*) FILTER (WHERE payment_status = 'late')
        FROM loans JOIN repayment_schedule USING (loan_id) WHERE loan_status = 'active'
        """,
    )[0]
    assert abs(late - 0.05 * (paid + late)) <= Over.EVENTS.slack(paid + late, 0.05), (paid, late)


def test_late_payments_come_eleven_to_twenty_five_days_after_the_due_day(bank: Bank) -> None:
    bank.finds_none(
        DB,
        f"""
        SELECT * FROM repayment_schedule
        WHERE payment_status = 'late' AND (payment_date - due_date NOT BETWEEN 11 AND 25)
              OR payment_status = 'paid' AND payment_date - due_date > 10 OR NOT {business("payment_date")}
        """,
    )


def test_the_keys_of_instalments_fit_their_column_in_the_largest_bank() -> None:
    last_loan = MAX_CUSTOMERS * 2 + 1
    assert last_loan * LONGEST + LONGEST - 1 < 2**31
