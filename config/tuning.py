"""The settings of the embedded server: a throw-away bank that is loaded in bulk and then read, on one machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One line of postgresql.conf and why it says so."""

    name: str
    value: str
    reason: str


FIXED_SETTINGS = (
    Setting("listen_addresses", "127.0.0.1", "reachable from this machine only"),
    Setting("unix_socket_directories", "", "no socket: its path has a length limit, and TCP works everywhere alike"),
    Setting("max_connections", "200", "parallel test workers hold seven each"),
    Setting("password_encryption", "scram-sha-256", "the only method pg_hba.conf lets in"),
    Setting("shared_buffers", "256MB", "the default of 128MB spills while indexes are built; more did not load faster"),
    Setting("work_mem", "16MB", "checks sort and hash millions of rows"),
    Setting("maintenance_work_mem", "256MB", "an index over a few million rows is sorted in memory"),
    Setting("wal_level", "minimal", "COPY into a table truncated in the same transaction skips the log"),
    Setting("max_wal_senders", "0", "wal_level=minimal demands it; nothing replicates a demo bank"),
    Setting("max_wal_size", "4GB", "no forced checkpoint in the middle of a load"),
    Setting("checkpoint_timeout", "15min", "the same, by time"),
    Setting(
        "synchronous_commit", "off", "a crash may lose the last commits, never consistency; a bank is seeded again"
    ),
    Setting("jit", "off", "compiling takes longer than the queries of admin pages and checks"),
    Setting("dynamic_shared_memory_type", "mmap", "logind deletes POSIX memory at logout; containers have 64MB of it"),
    Setting("timezone", "UTC", "what psql shows does not depend on the machine"),
    Setting("log_timezone", "UTC", "as above"),
    Setting("log_checkpoints", "off", "on since PostgreSQL 15; the log is for what went wrong"),
    Setting("lc_messages", "C", "errors are in English, whoever reports them"),
)


def postgresql_conf(port: int, *, fsync: bool) -> str:
    """Return the text of postgresql.conf for a server on this port."""
    reason = "POSTGRES_FSYNC: off is faster and loses the whole cluster when the machine, not just the server, dies"
    chosen = (
        Setting("port", str(port), "chosen at start: free then, and the one of last time if possible"),
        Setting("fsync", "on" if fsync else "off", reason),
    )
    lines = (f"{setting.name} = '{setting.value}'  # {setting.reason}" for setting in (*chosen, *FIXED_SETTINGS))
    return "\n".join(("# Written at every start of the embedded server; edits are lost.", *lines, ""))
