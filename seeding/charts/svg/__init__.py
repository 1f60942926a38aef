"""Charts as inline SVG, for a page without scripts. Colors and fonts are the page's: classes of its style sheet."""

from seeding.charts.svg.drawing import svg
from seeding.charts.svg.frame import color_class

__all__ = ["color_class", "svg"]
