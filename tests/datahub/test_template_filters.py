"""Template filters that pages use."""

from datahub.browsing.template_filters import breakable


def test_a_long_name_may_be_wrapped_at_its_words() -> None:
    assert breakable("analytics.loan_arrears") == "analytics.<wbr>loan_<wbr>arrears<wbr>"


def test_what_a_name_contains_is_text() -> None:
    assert breakable("a<b>") == "a&lt;b&gt;<wbr>"
