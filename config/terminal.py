"""The width and the colors of a terminal. In a pipe lines stay whole and without color."""

import os
import re
import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

FALLBACK = (80, 24)
NARROWEST = 40
"""Columns for which lines are wrapped at least: in fewer no table can be read."""


INDENT = 2
_LABEL = re.compile(r" *\S+(?: \S+)? {2,}| +(?=\S)")
"""What a line begins with: one word or two, apart from the rest, or spaces."""


class Style(StrEnum):
    """Looks of text, as codes of ECMA-48 (Select Graphic Rendition)."""

    BOLD = "1"
    DIM = "2"
    RED = "1;31"
    GREEN = "1;32"
    YELLOW = "33"


class Stream(Protocol):
    """A stream that may be a terminal."""

    def isatty(self) -> bool:
        """Return whether it is one."""


@dataclass(frozen=True)
class Screen:
    """Where text is shown. `width` is the columns of the terminal, None where lines stay whole: in a pipe or a file."""

    width: int | None = None
    has_colors: bool = False

    def styled(self, text: str, style: Style) -> str:
        """Return a text in a style, or as it is where there are no colors."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.has_colors and text else text

    def wrapped(self, line: str) -> Sequence[str]:
        """Return a line wrapped at words to the width; further lines are indented to the text after its label."""
        if self.width is None or len(line) <= self.width:
            return [line]
        label = _LABEL.match(line)
        return textwrap.wrap(
            line,
            self.width,
            subsequent_indent=" " * min(label.end() if label else INDENT, self.width // 2),
            break_on_hyphens=False,
            break_long_words=False,  # an address or a path is copied whole
        )


def screen_of(stream: Stream) -> Screen:
    """Return the screen of a stream. There is no color under NO_COLOR (no-color.org) and on a dumb terminal."""
    if not stream.isatty():
        return Screen()
    width = max(shutil.get_terminal_size(FALLBACK).columns, NARROWEST)
    return Screen(width, not no_color())


def no_color() -> bool:
    """Return whether the user or the terminal wants no color."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
