"""customer_db.interactions: when and how customers were in touch, with whom, and what is noted of it."""

import polars as pl

from tests.bank.bank import Bank, business, nothing_in
from tests.bank.documented import SCALE_HALF, SCALE_ONE
from tests.bank.service import dated, served_by

DB = "customer_db"
CUSTOMER_FACING = ["Customer Service Representative", "Loan Officer", "Insurance Agent", "Branch Manager"]
DAY = pl.col("interaction_date").dt.date()


def test_contacts_lie_between_onboarding_and_today_in_the_last_two_years(bank: Bank) -> None:
    """C5."""
    bank.finds_none(
        DB,
        """
        SELECT interaction_id, onboarding_date, interaction_date
        FROM interactions JOIN customer_profiles USING (customer_id)
        WHERE interaction_date IS NULL OR interaction_date::date <= onboarding_date OR interaction_date::date > %s
              OR interaction_date::date < %s::date - interval '24 months'
        """,
        [bank.as_of, bank.as_of],
    )


def test_nobody_is_in_touch_after_closing_everything(bank: Bank) -> None:
    """C3."""
    closed = bank.table("accounts").group_by("customer_id").agg(closing=pl.col("closed_date").max())
    contacts = dated(bank, "interactions").filter(pl.col("customer_status") == "closed")
    contacts = contacts.join(closed, on="customer_id", how="left")
    end = pl.coalesce("closing", pl.col("updated_at").dt.date())
    nothing_in(contacts.filter(end < DAY).select("interaction_id", "closing", "updated_at"))


def test_dormant_customers_have_been_silent_for_a_year_and_were_seldom_in_touch_before(bank: Bank) -> None:
    contacts = dated(bank, "interactions").filter(pl.col("customer_status") == "dormant")
    nothing_in(contacts.filter(pl.lit(bank.as_of).dt.offset_by("-12mo") < DAY).select("interaction_id"))
    nothing_in(contacts.group_by("customer_id").len().filter(pl.col("len") > 1))


def test_who_joined_this_month_was_in_touch_once_at_most(bank: Bank) -> None:
    recent = dated(bank, "interactions").filter(pl.col("onboarding_date") > pl.lit(bank.as_of).dt.offset_by("-30d"))
    nothing_in(recent.group_by("customer_id").len().filter(pl.col("len") > 1))


def test_nobody_was_in_touch_more_than_five_times_and_ids_rise_with_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        WITH numbered AS (
            SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY interaction_date, interaction_id) AS place
            FROM interactions
        )
        SELECT interaction_id, customer_id, interaction_date, place FROM numbered
        WHERE interaction_id <> replace(customer_id, 'CUST', 'INT') || '-' || place OR place > 5
        """,
    )


def test_the_type_of_a_contact_fits_its_channel(bank: Bank) -> None:
    """C6."""
    bank.finds_none(
        DB,
        """
        SELECT interaction_id, interaction_type, channel FROM interactions
        WHERE channel IS NULL OR (interaction_type <> 'complaint' AND (interaction_type, channel) NOT IN (
            ('call', 'phone'), ('email', 'email'), ('chat', 'web'), ('chat', 'mobile_app'), ('branch_visit', 'branch')
        ))
        """,
    )


def test_an_email_has_no_duration_and_everything_else_takes_up_to_two_hours(bank: Bank) -> None:
    """C6."""
    bank.finds_none(
        DB,
        """
        SELECT interaction_id, channel, duration_minutes FROM interactions
        WHERE (channel = 'email') <> (duration_minutes IS NULL) OR duration_minutes NOT BETWEEN 1 AND 120
        """,
    )


def test_a_visit_takes_longer_than_a_call_and_a_call_no_longer_than_a_chat(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    taken = bank.table("interactions").group_by("channel").agg(pl.col("duration_minutes").median())
    median = dict(taken.iter_rows())
    assert 2 * median["phone"] < median["branch"]
    assert median["mobile_app"] < median["web"]


def test_desks_are_visited_and_called_when_they_are_open(bank: Bank) -> None:
    """C5."""
    day, hour = "interaction_date::date", "extract(hour FROM interaction_date)"
    bank.finds_none(
        DB,
        f"""
        SELECT interaction_id, channel, interaction_date FROM interactions
        WHERE (channel = 'branch' AND NOT ({business(day)} AND {hour} BETWEEN 9 AND 16))
              OR (channel = 'phone' AND NOT ({business(day)} AND {hour} BETWEEN 8 AND 19))
        """,
    )


def test_contacts_at_a_desk_are_handled_and_their_handlers_face_customers_and_are_in_service(bank: Bank) -> None:
    """C5, X2."""
    bank.finds_none(
        DB, "SELECT interaction_id FROM interactions WHERE channel IN ('phone', 'branch') AND handled_by IS NULL"
    )
    handled = served_by(bank, "interactions", "handled_by", DAY)
    wrong = ~pl.col("in_service") | ~pl.col("role").is_in(CUSTOMER_FACING)
    nothing_in(handled.filter(wrong).select("interaction_id", "handled_by", "role", "on_day"))


def test_notes_speak_of_accounts_and_cards_only_to_those_who_had_them(bank: Bank) -> None:
    """A card comes with a checking account; a statement with any account, from the day after it was opened."""
    first = bank.table("accounts").group_by("customer_id").agg(
        opened=pl.col("opened_date").min(), checking=(pl.col("account_type") == "checking").any()
    )  # fmt: skip
    ordinary = dated(bank, "interactions").filter(pl.col("interaction_type") != "complaint")
    contacts = ordinary.join(first, on="customer_id", how="left")
    of_account = pl.col("notes").str.contains(r"statement\.|a transfer|the account\.|of the balance")
    without = pl.col("opened").is_null() | (pl.col("opened") > DAY)
    nothing_in(contacts.filter(of_account & without).select("interaction_id", "notes", "opened"))
    card = pl.col("notes").str.contains(r"about (a card |using the card|a new PIN|a \w+ card\b)")
    nothing_in(contacts.filter(card & ~pl.col("checking").fill_null(value=False)).select("interaction_id", "notes"))
    nothing_in(contacts.filter(card & (pl.col("customer_segment") == "corporate")).select("interaction_id", "notes"))


def test_notes_of_complaints_and_of_nothing_else_say_so(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT interaction_id, interaction_type, notes FROM interactions
        WHERE notes IS NULL OR (interaction_type = 'complaint') <> (notes ~* 'complain|upset call')
        """,
    )


def test_every_note_is_a_few_sentences(bank: Bank) -> None:
    bank.finds_none(
        DB, r"SELECT notes FROM interactions WHERE notes !~ '^[A-Z][^{}\n]{20,200}\.$' OR notes ~ '\.\.|  | \.'"
    )


def test_a_large_bank_does_not_repeat_itself(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    notes = bank.table("interactions")["notes"]
    assert notes.n_unique() > 0.6 * len(notes)
    assert notes.value_counts()["count"].max() <= 8
