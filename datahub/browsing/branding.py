"""The name and colors of the site, and the settings of Unfold."""

from typing import Any

from django.templatetags.static import static

UNFOLDED, PLAIN = "unfold", "plain"
THEMES = (UNFOLDED, PLAIN)
"""Values of ADMIN_THEME: Unfold, or the plain admin of Django."""
TITLE = "DataHub Bank"
STYLESHEET = "browsing/bank.css"
FAVICON = "browsing/favicon.svg"


def unfold_settings() -> dict[str, Any]:
    """Return Unfold's settings."""
    return {
        "SITE_TITLE": TITLE,
        "SITE_HEADER": TITLE,
        "SITE_SUBHEADER": "Six databases, one bank",
        "SITE_SYMBOL": "account_balance",
        "SITE_URL": None,
        "SHOW_HISTORY": False,
        "SHOW_VIEW_ON_SITE": False,
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static(FAVICON)}],
        "COMMAND": {"search_callback": "datahub.browsing.palette.rows_found"},
        "STYLES": [lambda request: static(STYLESHEET)],
        "BORDER_RADIUS": "8px",
        "COLORS": {
            "primary": {
                "50": "#eef6f7",
                "100": "#d3e8eb",
                "200": "#a8d1d8",
                "300": "#74b3be",
                "400": "#4494a2",
                "500": "#3a8d9c",
                "600": "#17616f",
                "700": "#134e5a",
                "800": "#113f49",
                "900": "#0f343d",
                "950": "#071f25",
            },
        },
    }
