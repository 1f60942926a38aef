"""Checksums of files, and the digest of a bank."""

from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path


def bank_digest(tables: Mapping[str, str]) -> str:
    """Return the digest of a bank, from the digests of its tables."""
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(tables.items())).encode()).hexdigest()


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
