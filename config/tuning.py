"""The settings of the embedded server, for a bank that is loaded in bulk, then read, and can be loaded again."""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1 << 20
LOG_SHARE = 0.1
"""The part of the free space that the server's log may take before a checkpoint shortens it."""
LARGEST_LOG_MB, SMALLEST_LOG_MB = 4096, 64
"""A load of 100 million rows writes less than the largest; the server refuses less than two segments of 16 MB."""
KEPT_LOG_MB = 80
"""PostgreSQL's default of min_wal_size."""


class WalLevel(StrEnum):
    """The contents of the server's log: what recovery needs, or also what change capture needs."""

    MINIMAL = "minimal"
    LOGICAL = "logical"


@dataclass(frozen=True)
class Setting:
    """One line of postgresql.conf and its reason."""

    name: str
    value: str
    reason: str


FIXED_SETTINGS = (
    Setting("listen_addresses", "127.0.0.1", "reachable from this machine only"),
    Setting("unix_socket_directories", "", "no socket: its path has a length limit, and TCP works the same everywhere"),
    Setting("max_connections", "200", "each parallel test worker holds seven"),
    Setting("password_encryption", "scram-sha-256", "the only method that pg_hba.conf accepts"),
    Setting("shared_buffers", "256MB", "the default of 128MB spills while indexes are built; more did not load faster"),
    Setting("work_mem", "16MB", "checks sort and hash millions of rows"),
    Setting("maintenance_work_mem", "256MB", "an index over a few million rows is sorted in memory"),
    Setting("checkpoint_timeout", "15min", "no checkpoint in the middle of a load, by time"),
    Setting(
        "synchronous_commit", "off", "a crash may lose the last commits but not consistency; a bank is seeded again"
    ),
    Setting("jit", "off", "compiling takes longer than the queries of admin pages and checks"),
    Setting("dynamic_shared_memory_type", "mmap", "logind deletes POSIX memory at logout; containers have 64MB of it"),
    Setting("timezone", "UTC", "what psql shows does not depend on the machine"),
    Setting("log_timezone", "UTC", "the log does not depend on the machine either"),
    Setting("log_checkpoints", "off", "on since PostgreSQL 15; the log is for errors"),
    Setting("lc_messages", "C", "errors are in English on every machine"),
)

LOG_SETTINGS = {
    WalLevel.MINIMAL: (
        Setting("wal_level", "minimal", "COPY into a table truncated in the same transaction skips the log"),
        Setting("max_wal_senders", "0", "wal_level=minimal requires it; nothing replicates a demo bank"),
    ),
    WalLevel.LOGICAL: (
        Setting("wal_level", "logical", "POSTGRES_WAL: change capture reads rows from the log"),
        Setting("max_wal_senders", "20", "a connector holds one per database"),
        Setting("max_replication_slots", "20", "a connector holds one per database"),
        Setting("max_slot_wal_keep_size", "16GB", "a slot that nobody reads must not fill the disk"),
    ),
}


def postgresql_conf(port: int, *, fsync: bool, wal_level: WalLevel, free: int) -> str:
    """Return the text of postgresql.conf for a server on a port, whose disk has `free` bytes."""
    reason = "POSTGRES_FSYNC: off is faster, and a crash of the machine, not of the server alone, loses all data"
    chosen = (
        Setting("port", str(port), "chosen at start: a free one, the last one if possible"),
        Setting("fsync", "on" if fsync else "off", reason),
    )
    log_size = min(LARGEST_LOG_MB, max(SMALLEST_LOG_MB, int(free * LOG_SHARE) // MEGABYTE))
    log = (
        Setting("max_wal_size", f"{log_size}MB", "no forced checkpoint in the middle of a load, where the disk allows"),
        Setting("min_wal_size", f"{min(KEPT_LOG_MB, log_size // 2)}MB", "what stays after a checkpoint, to be reused"),
    )
    lines = (
        f"{setting.name} = '{setting.value}'  # {setting.reason}"
        for setting in (*chosen, *log, *LOG_SETTINGS[wal_level], *FIXED_SETTINGS)
    )
    return "\n".join(("# Written at every start of the embedded server; changes are lost.", *lines, ""))
