"""Notes of violations that an examiner would believe: what is settled how, and what is said of which row."""

import polars as pl

from datahub.accounts.models import Transaction
from datahub.compliance.models import RuleViolation
from seeding.bank.compliance.note_numbers import COUNTRY_NAMES, CTR_FILED, VARIANTS
from seeding.bank.compliance.numbers import CTR_FILED_AFTER_DAYS, CTR_RULE, RULES, SANCTIONED_COUNTRIES
from seeding.checks.builders import frame_check, sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB
from seeding.checks.enforcement import SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader

SCALE_FIVE = 6_000
"""Customers from which figures are enforced that need hundreds of violations."""
MOST_REPEATED = 0.06
"""Largest share of the notes that may say the same."""
_CONTRACTS = " OR ".join((
    described_as("disbursement"),
    described_as("settlement"),
    described_as("payoff", "payoff_funds_ach", "payoff_funds_wire"),
    described_as("passed_on_ach", "passed_on_wire", about="loan"),
    described_as("settled_on_ach", "settled_on_wire", about="claim"),
))  # fmt: skip
_SINGLE_ROW_RULES = [rule.id for rule in RULES if rule.active and not rule.measure]
_NOT_AMERICAN = (
    "notary|solicitor|cheque|instalment|turnover|takings|telephone|programme|fortnight|standing order|current account|"
    "rang |holiday booked|whilst|colour|behaviour|favour|licence"
)
_REPORTED = "SAR-"


def _violated_rows(bank: BankReader) -> pl.DataFrame:
    """Return the violations by single transactions, each with its transaction."""
    violations = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT violation_id, rule_id, entity_id AS transaction_id, status, resolution_notes AS note
        FROM rule_violations WHERE entity_type = 'transaction'
        """,
    )
    ledger = bank.frame(
        ACCOUNTS_DB,
        f"""
        SELECT transaction_id, transaction_amount < 0 AS debit, channel,
               to_char(abs(transaction_amount), 'FM999,999,999,990.00') || ' ' || currency AS stated,
               right(counterparty_account, 4) AS other, left(counterparty_account, 2) AS country,
               ({_CONTRACTS}) AS contract
        FROM transactions JOIN accounts USING (account_id) WHERE transaction_id = ANY(%(violated)s::text[])
        """,
        violated=violations["transaction_id"].unique().to_list(),
    )
    return violations.join(ledger, on="transaction_id", how="left")


def _contract_wires(bank: BankReader) -> pl.DataFrame:
    large = pl.col("rule_id").is_in(["R02", "R03"])
    return bank.cached(_violated_rows).filter(large & pl.col("contract"))


M50 = frame_check(
    "M50",
    "Payments of the bank's own loans, claims and early payoffs violate neither the rule on large transactions nor "
    "the one on large wires",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _contract_wires,
    fault(
        "a large transfer that passes on a loan",
        (
            ACCOUNTS_DB,
            f"""
            UPDATE transactions SET description = 'Wire to A. Seller, loan LN-1' WHERE transaction_id = (
                SELECT transaction_id FROM transactions WHERE channel = 'wire' AND NOT ({_CONTRACTS})
                AND abs(transaction_amount) >= 25000 AND transaction_date > %(as_of)s::date - 700
                ORDER BY md5(transaction_id || %(pick)s) LIMIT 1) RETURNING transaction_id
            """,
        ),
    ),
)

M51 = sql_check(
    "M51",
    "Every cash total over the reporting threshold is settled by a currency transaction report within 15 days, "
    "and no other violation is",
    COMPLIANCE_DB,
    f"""
    SELECT violation_id, rule_id, status, violation_date, resolved_date, resolution_notes FROM rule_violations
    WHERE rule_id <> '{CTR_RULE}' AND resolution_notes LIKE '%%CTR%%'
          OR rule_id = '{CTR_RULE}' AND CASE status
             WHEN 'resolved' THEN (resolution_notes LIKE '{CTR_FILED}%%') IS NOT TRUE
                  OR resolved_date > violation_date::date + {CTR_FILED_AFTER_DAYS[1]}
             WHEN 'false_positive' THEN true
             ELSE violation_date::date + {CTR_FILED_AFTER_DAYS[1]} <= %(as_of)s END
    """,
    fault(
        "a cash total dismissed as a false alarm",
        update_row(RuleViolation, "status = 'false_positive'", f"rule_id = '{CTR_RULE}' AND status = 'resolved'"),
    ),
)


def _wrong_notes(bank: BankReader) -> pl.DataFrame:
    """Return notes that contradict their transaction: amount, direction, counterparty, country, sanctions."""
    rows = bank.cached(_violated_rows).filter(
        pl.col("rule_id").is_in(_SINGLE_ROW_RULES),
        pl.col("note").is_not_null() & ~pl.col("note").str.contains(_REPORTED, literal=True),
    )
    note, country = pl.col("note"), pl.col("country").replace_strict(COUNTRY_NAMES, default=None)
    begins = pl.when("debit").then(pl.lit("^(Outgoing|Cash withdrawal|Card purchase)")).otherwise(
        pl.lit("^(Incoming|Cash deposit|Card refund)")
    )  # fmt: skip
    sanctioned = pl.col("country").is_in(list(SANCTIONED_COUNTRIES)).fill_null(value=False)
    fits = (
        note.str.contains(pl.format("of {}", "stated"), literal=True)
        & note.str.contains(begins)
        & (note.str.contains("wire of", literal=True) == (pl.col("channel") == "wire"))
        & note.str.contains(pl.format("ending in {}:", "other"), literal=True).fill_null(value=True)
        & note.str.contains(pl.format(" an account in {} ", country), literal=True).fill_null(value=True)
        & (note.str.contains("OFAC", literal=True) == sanctioned)
        & ~((pl.col("status") == "false_positive") & sanctioned)
    )
    return rows.filter(~fits.fill_null(value=False))


def _not_american(bank: BankReader) -> pl.DataFrame:
    return bank.frame(
        COMPLIANCE_DB,
        f"""
        SELECT violation_id, resolution_notes FROM rule_violations WHERE resolution_notes ~* '{_NOT_AMERICAN}'
        UNION ALL SELECT sar_id, description FROM suspicious_activity_reports WHERE description ~* '{_NOT_AMERICAN}'
        UNION ALL SELECT rule_id, description FROM compliance_rules WHERE description ~* '{_NOT_AMERICAN}'
        """,
    )


M52 = frame_check(
    "M52",
    "The note of a violation by one transaction names its direction, amount, counterparty and country, in American "
    "words; no payment with a sanctioned country is a false alarm",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    lambda bank: pl.concat([_wrong_notes(bank), _not_american(bank)], how="diagonal"),
    fault(
        "a transaction with another amount than its note",
        update_row(
            Transaction,
            "transaction_amount = transaction_amount + sign(transaction_amount) * 0.01",
            "channel = 'wire' AND abs(transaction_amount) >= 25000 AND description LIKE 'Opening%%' "
            "AND transaction_date BETWEEN %(as_of)s::date - 700 AND %(as_of)s::date - 160",
        ),
    ),
)

M53 = sql_check(
    "M53",
    "Violations by the same transaction have one status and one story, currency transaction reports apart",
    COMPLIANCE_DB,
    f"""
    SELECT min(violation_id) AS violation_id, account, violation_date, count(*) AS violations
    FROM (
        SELECT *, substr(entity_id, 5, 10) AS account, split_part(resolution_notes, ': ', 2) AS story
        FROM rule_violations
        WHERE entity_type <> 'customer' AND coalesce(resolution_notes, '') NOT LIKE '%%{_REPORTED}%%'
              AND status NOT IN ('open', 'investigating')
    ) settled
    GROUP BY account, violation_date
    HAVING count(DISTINCT status) > 1 OR count(DISTINCT story) > 1 OR count(DISTINCT resolved_by) > 1
    """,
    fault(
        "another story for one of two violations by a transaction",
        update_row(
            RuleViolation,
            "resolution_notes = 'Outgoing wire of 1.00 USD: a different story.'",
            """entity_type = 'transaction' AND resolution_notes NOT LIKE '%%SAR-%%' AND EXISTS (
                SELECT FROM rule_violations other WHERE other.violation_date = rule_violations.violation_date
                AND other.entity_id = rule_violations.entity_id AND other.rule_id <> rule_violations.rule_id)""",
        ),
    ),
)


def _variety(bank: BankReader) -> list[Figure]:
    (row,) = bank.rows(
        COMPLIANCE_DB,
        f"""
        SELECT coalesce(sum(times), 0)::int AS notes, count(*) AS stories, coalesce(max(times), 0) AS most
        FROM (SELECT split_part(resolution_notes, ': ', 2) AS story, count(*) AS times FROM rule_violations
              WHERE resolution_notes NOT LIKE '%%{_REPORTED}%%' GROUP BY 1) stories
        """,
    )
    notes = int(row["notes"])
    share = row["most"] / max(notes, 1)
    return [
        Figure("share of the most frequent story", share, None, MOST_REPEATED, notes, not_enforced(bank, SCALE_ONE)),
        Figure("stories", int(row["stories"]), VARIANTS, None, notes, not_enforced(bank, SCALE_FIVE)),
    ]


M58 = statistical_check(
    "M58",
    "Notes of violations differ: at least 300 stories from 6,000 customers on, none in more than 6 % of the notes",
    [COMPLIANCE_DB],
    _variety,
    fault(
        "the same story in all notes",
        update_rows(
            RuleViolation,
            "resolution_notes = split_part(resolution_notes, ': ', 1) || ': the same.'",
            "resolution_notes LIKE '%%: %%'",
        ),
    ),
)
