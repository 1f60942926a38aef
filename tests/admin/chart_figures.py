"""The figures of the charts, computed from the rows one by one, without the queries of the charts."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import AmlCheck, RuleViolation, SuspiciousActivityReport
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.insurance.models import Claim, Policy, PremiumPayment
from datahub.loans.models import Loan, RiskAssessment
from seeding.charts.market_rates import market_rate

AS_OF = date(2026, 6, 30)
LAST_QUARTER = datetime(2026, 4, 1, tzinfo=UTC)
TWO_YEARS = datetime(2024, 7, 1, tzinfo=UTC)
Figures = dict[tuple[str, str], Any]
"""A figure by the label and the series of a chart."""


def month(day: date) -> str:
    return f"{day:%b %y}"


def segments() -> dict[str, str | None]:
    return dict(CustomerProfile.objects.values_list("customer_id", "customer_segment"))


def age(born: date) -> int:
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def ages() -> Figures:
    counts: Counter[tuple[str, str]] = Counter()
    segment = segments()
    for customer in Customer.objects.exclude(date_of_birth=None):
        if segment[customer.pk] == "corporate":
            continue
        five = age(customer.date_of_birth) // 5 * 5
        label = "under 20" if five < 20 else "85+" if five >= 85 else f"{five}\N{EN DASH}{five + 4}"
        counts[label, "premium and private" if segment[customer.pk] in ("premium", "private") else "retail"] += 1
    return dict(counts)


def deposits() -> Figures:
    bounds = (18, 25, 35, 45, 55, 65, 75)
    labels = ["under 18", *(f"{a}\N{EN DASH}{b - 1}" for a, b in pairwise(bounds)), "75+"]
    balances: defaultdict[str, Decimal] = defaultdict(Decimal)
    for account in Account.objects.filter(currency="USD").exclude(account_status="closed").exclude(balance=None):
        balances[account.customer_id] += account.balance
    groups = defaultdict(list)
    segment = segments()
    for key, balance in balances.items():
        if segment[key] != "corporate":
            years = age(Customer.objects.get(pk=key).date_of_birth)
            groups[labels[sum(years >= bound for bound in bounds)]].append(float(balance))
    names = ("lower quartile", "median", "upper quartile")
    return {
        (label, name): round(quartile)
        for label, found in groups.items()
        for name, quartile in zip(names, np.percentile(found, [25, 50, 75]), strict=True)
    }


def burdens() -> Figures:
    bounds = (1_500, 2_500, 3_500, 5_000, 7_000, 10_000)
    labels = ["under 1.5", "1.5-2.5", "2.5-3.5", "3.5-5", "5-7", "7-10", "10+"]
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    segment = segments()
    for row in rows_of_the_ledger().filter(account__currency="USD", transaction_date__gte=LAST_QUARTER):
        text = row.description
        if row.transaction_type == "salary" or text.startswith(("Social Security", "Pension from")):
            kind = "pay"
        elif text.startswith("Rent to"):
            kind = "rent"
        elif text.startswith("Installment of loan"):
            kind = "loan installments"
        else:
            continue
        if segment[row.account.customer_id] != "corporate":
            sums[row.account.customer_id][kind] += abs(row.transaction_amount)
    shares = defaultdict(list)
    for of_customer in sums.values():
        if of_customer["pay"]:
            band = labels[sum(of_customer["pay"] / 3 >= bound for bound in bounds)].replace("-", "\N{EN DASH}")
            for kind in ("rent", "loan installments"):
                if of_customer[kind]:
                    shares[band, kind].append(float(of_customer[kind] / of_customer["pay"]))
    return {key: round(100 * float(np.median(found)), 1) for key, found in shares.items()}


def rows_of_the_ledger() -> Any:
    return Transaction.objects.filter(transaction_date__gte=TWO_YEARS).select_related("account")


def rows_by_month() -> Figures:
    return dict(
        Counter(
            (month(row.transaction_date), {"atm": "ATM", "ach": "ACH"}.get(row.channel, row.channel))
            for row in rows_of_the_ledger()
        )
    )


def flows() -> Figures:
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows_of_the_ledger().filter(account__currency="USD"):
        sums[month(row.transaction_date), "in" if row.transaction_amount > 0 else "out"] += abs(row.transaction_amount)
    return {key: round(float(amount)) for key, amount in sums.items()}


def grades() -> Figures:
    defaulted, counts, expected = Counter[str](), Counter[str](), defaultdict(list)
    for loan in Loan.objects.all():
        assessment = RiskAssessment.objects.get(application_id=loan.application_id)
        counts[assessment.credit_grade] += 1
        defaulted[assessment.credit_grade] += bool(loan.default_status)
        expected[assessment.credit_grade].append(assessment.pd_probability)
    shares = {(grade, "defaulted so far"): round(100 * defaulted[grade] / count, 1) for grade, count in counts.items()}
    means = {
        (grade, "expected within a year"): round(float(100 * sum(found) / len(found)), 1)
        for grade, found in expected.items()
    }
    return shares | means


def rates() -> Figures:
    found = defaultdict(list)
    months = [date(2023 + (6 + place) // 12, (6 + place) % 12 + 1, 1) for place in range(36)]
    for loan in Loan.objects.filter(disbursement_date__gte=months[0], loan_type__in=("mortgage", "auto", "personal")):
        found[month(loan.disbursement_date), f"{loan.loan_type}, new loans"].append(loan.interest_rate)
    ours: Figures = {key: round(100 * float(sum(each)) / len(each), 2) for key, each in found.items()}
    kinds = ("mortgage", "auto", "personal")
    return ours | {(month(day), f"{kind}, market"): market_rate(kind, day) for kind in kinds for day in months}


def vintages() -> Figures:
    """Return the shares by counting the loans of each vintage at each age, one by one."""
    ages, falls = defaultdict(list), defaultdict(list)
    for loan in Loan.objects.all():
        year = str(loan.disbursement_date.year)
        ages[year].append(int((AS_OF - loan.disbursement_date).days / 91.3125))
        unpaid = loan.schedule.filter(payment_date=None).order_by("due_date").first()
        if loan.default_status and unpaid:
            day = min(unpaid.due_date + timedelta(days=90), AS_OF)
            falls[year].append(int((day - loan.disbursement_date).days / 91.3125))
    found: Figures = {}
    for year, reached in ages.items():
        total = 0.0
        for quarter in range(13):
            loans = sum(quarters >= quarter for quarters in reached)
            total += 100 * falls[year].count(quarter) / loans if loans else 0
            if loans >= 10:
                found[str(3 * quarter), year] = round(total, 1)
    return found


def loss_ratios() -> Figures:
    premiums, losses = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    lines = dict(Policy.objects.values_list("policy_id", "policy_type"))
    for payment in PremiumPayment.objects.filter(payment_status="completed", payment_date__year__gte=2021):
        premiums[str(payment.payment_date.year), lines[payment.policy_id]] += payment.amount
    for claim in Claim.objects.filter(approved_amount__gt=0, claim_date__year__gte=2021):
        losses[str(claim.claim_date.year), lines[claim.policy_id]] += claim.approved_amount
    return {key: round(float(100 * losses[key] / paid), 1) for key, paid in premiums.items()}


def steps() -> Figures:
    flagged = AmlCheck.objects.filter(check_type="transaction_monitoring", aml_flag=True)
    counts = {
        "Alerts": RuleViolation.objects.count(),
        "Not dismissed": RuleViolation.objects.exclude(status="false_positive").count(),
        "Flagged checks": flagged.count(),
        "Checks in reports": flagged.exclude(sar=None).count(),
        "Reports opened": SuspiciousActivityReport.objects.count(),
        "Reports filed": SuspiciousActivityReport.objects.filter(sar_status="filed").count(),
    }
    return {(step, "rows"): count for step, count in counts.items()}


def alerts() -> Figures:
    found = RuleViolation.objects.filter(violation_date__gte=TWO_YEARS)
    return dict(Counter((month(alert.violation_date), alert.status.replace("_", " ")) for alert in found))


def branches() -> Figures:
    present = Employee.objects.exclude(branch_code=None).exclude(employment_status="terminated")
    return dict(Counter(present.values_list("branch_code", "role")))


def turnover() -> Figures:
    days = Employee.objects.values_list("hire_date", "termination_date")
    hired = Counter((str(day.year), "hired") for day, _ in days if day.year > 2016)
    return dict(hired + Counter((str(day.year), "left") for _, day in days if day))


INDEPENDENT: dict[str, Callable[[], Figures]] = {
    "Customers by age": ages,
    "Rent and debt service by income": burdens,
    "Deposits by age": deposits,
    "Ledger rows by month": rows_by_month,
    "Money in and out by month": flows,
    "Rates of new loans and of the market": rates,
    "Default rate by grade": grades,
    "Defaults by vintage": vintages,
    "Loss ratio by line and year": loss_ratios,
    "From alerts to reports": steps,
    "Alerts by month": alerts,
    "Staff by branch": branches,
    "Hires and leavers by year": turnover,
}
"""The figures of each chart by its title."""
