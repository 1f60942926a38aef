"""The queries of the tours, and a month of their use. The use is made up, and the same for the same bank."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seeding.catalog.aspects.organization import staff
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.datasets import Dataset
from seeding.catalog.pack_urns import query_urn, user_urn
from seeding.catalog.proposals import Aspect, Proposal
from seeding.catalog.timestamps import month_to, stamp, start_of
from seeding.tours.walk import StopResult

_WORD = re.compile(r"\w+")
_WEEKEND = 5
"""The first weekday of the weekend, on which nobody queries the bank."""
_MOST_RUNS = 6
"""Most times that a query runs on a day."""
_TOP_QUERIES = 3


@dataclass(frozen=True)
class TourQuery:
    """The query of a stop: its URN, what is asked and why, and the columns that it reads by dataset."""

    urn: str
    title: str
    explanation: str
    statement: str
    reads: Sequence[tuple[Dataset, tuple[str, ...]]]


def tour_queries(facts: BankFacts) -> list[TourQuery]:
    """Return the queries of all stops."""
    numbers: Counter[str] = Counter()
    found = []
    for storyline, result in facts.stops:
        numbers[storyline] += 1
        found.append(_tour_query(storyline, numbers[storyline], result, facts))
    return found


def _tour_query(storyline: str, number: int, result: StopResult, facts: BankFacts) -> TourQuery:
    statement = "\n".join(result.query_lines)
    words = set(_WORD.findall(statement))
    datasets = [facts.datasets.tables[name] for name in dict.fromkeys(result.stop.tables)]
    reads = [(dataset, tuple(column for column in dataset.columns if column in words)) for dataset in datasets]
    title = f"{storyline.replace('-', ' ').capitalize()}, stop {number}"
    return TourQuery(query_urn(storyline, number), title, result.stop.explanation, statement, reads)


def queries(facts: BankFacts) -> Iterator[Proposal]:
    """Yield each query with the datasets and columns that it reads."""
    for query in tour_queries(facts):
        properties = {
            "name": query.title,
            "description": query.explanation,
            "statement": {"value": query.statement, "language": "SQL"},
            "source": "MANUAL",
            "created": stamp(facts.close),
            "lastModified": stamp(facts.close),
        }
        yield Proposal(query.urn, "queryProperties", properties)
        subjects = [dataset.urn for dataset, _ in query.reads]
        fields = [dataset.field(column) for dataset, columns in query.reads for column in columns]
        yield Proposal(query.urn, "querySubjects", {"subjects": [{"entity": urn} for urn in [*subjects, *fields]]})


def usage(facts: BankFacts) -> Iterator[Proposal]:
    """Yield for each working day of the month how often each table was queried, by whom and for which columns."""
    asked = tour_queries(facts)
    users = [employee["employee_id"] for employee in staff(facts)]
    days = [day for day in month_to(facts.as_of) if day.weekday() < _WEEKEND]
    for day in days if users else ():
        runs = [(query, _runs(query, day)) for query in asked]
        for table in facts.datasets.tables.values():
            of_table = [(query, count) for query, count in runs if count and table in dict(query.reads)]
            if of_table:
                yield Proposal(table.urn, "datasetUsageStatistics", _statistics(table, of_table, users, day))


def _runs(query: TourQuery, day: date) -> int:
    return _number(query.urn, day) % (_MOST_RUNS + 1)


def _statistics(table: Dataset, runs: Sequence[tuple[TourQuery, int]], users: Sequence[str], day: date) -> Aspect:
    by_user: Counter[str] = Counter()
    by_column: Counter[str] = Counter()
    for query, count in runs:
        by_user[users[_number(query.urn, day, "user") % len(users)]] += count
        by_column.update(dict.fromkeys(dict(query.reads)[table], count))
    top = sorted(runs, key=lambda run: -run[1])[:_TOP_QUERIES]
    return {
        "timestampMillis": start_of(day),
        "eventGranularity": {"unit": "DAY", "multiple": 1},
        "totalSqlQueries": sum(count for _, count in runs),
        "uniqueUserCount": len(by_user),
        "topSqlQueries": [query.statement for query, _ in top],
        "userCounts": [{"user": user_urn(user), "count": count} for user, count in sorted(by_user.items())],
        "fieldCounts": [{"fieldPath": column, "count": count} for column, count in sorted(by_column.items())],
    }


def _number(*key: object) -> int:
    """Return a number that depends on the key alone, and not on Python's hash."""
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), "big")
