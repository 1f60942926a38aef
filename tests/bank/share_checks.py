"""The checks of shares and figures, whose queries polars understands, too."""

import seeding.checks
from seeding.checks.check import Check
from seeding.discovery import instances_in, modules_of

_MODULES = [module for module in modules_of(seeding.checks) if module.__name__.endswith((".shares", ".figures"))]

SHARE_CHECKS = sorted(
    {check.id: check for _, check in instances_in(_MODULES, Check)}.values(), key=lambda check: check.id
)
