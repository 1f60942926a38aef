"""Template filters that pages use."""

from datahub.browsing.template_filters import breakable, email


def test_a_long_name_may_be_wrapped_at_its_words() -> None:
    assert breakable("analytics.loan_arrears") == "analytics.<wbr>loan_<wbr>arrears<wbr>"


def test_what_a_name_contains_is_text() -> None:
    assert breakable("a<b>") == "a&lt;b&gt;<wbr>"


def test_an_email_address_may_be_wrapped_before_its_domain_only() -> None:
    assert email("ada.lovelace@example.com") == "ada.lovelace<wbr>@example.com"
    assert email("<no address>") == "&lt;no address&gt;"
    assert email(None) == "\N{EN DASH}"
