"""The common parts of the notes of violations: names of countries, the words for filed reports, their variety."""

COUNTRY_NAMES = {
    "US": "the United States", "CA": "Canada", "GB": "the United Kingdom", "DE": "Germany", "IE": "Ireland",
    "MX": "Mexico", "JP": "Japan", "NL": "the Netherlands", "IN": "India", "HT": "Haiti", "IR": "Iran",
    "KP": "North Korea", "LA": "Laos", "MM": "Myanmar", "SS": "South Sudan", "VE": "Venezuela", "YE": "Yemen",
}  # fmt: skip
"""By ISO code: the countries of the parties outside the bank."""
CTR_FILED = "CTR filed. "
"""How the note of every currency transaction report begins."""
VARIANTS = 300
"""Fewest variants of each story's text, for resolved violations and for false alarms."""
