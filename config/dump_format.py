"""The formats of a dump file; what writes and reads them is in `config.dump_file`."""

from enum import StrEnum


class DumpFormat(StrEnum):
    """The formats of a dump file."""

    CUSTOM = "custom"
    PLAIN = "plain"

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return ".dump" if self is DumpFormat.CUSTOM else ".sql"
