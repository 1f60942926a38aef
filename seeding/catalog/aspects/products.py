"""Data products, and contracts by which their checks must pass."""

from collections.abc import Iterator

from seeding.catalog.aspects.assertions import dataset_of
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.check_subjects import CATALOGED
from seeding.catalog.data_products import DATA_PRODUCTS, DataProduct
from seeding.catalog.datasets import Dataset
from seeding.catalog.domains import domain_of
from seeding.catalog.pack_urns import assertion_urn, contract_urn, domain_urn, group_urn, product_urn
from seeding.catalog.proposals import Proposal, owned_by


def products(facts: BankFacts) -> Iterator[Proposal]:
    """Yield each data product with its domain, owner and tables."""
    for product in DATA_PRODUCTS:
        urn, domain = product_urn(product.name), domain_of(product.database)
        assets = [{"destinationUrn": facts.datasets.tables[name].urn} for name in product.tables]
        properties = {"name": product.name, "description": product.description, "assets": assets}
        yield Proposal(urn, "dataProductProperties", properties)
        yield Proposal(urn, "domains", {"domains": [domain_urn(domain.name)]})
        yield Proposal(urn, "ownership", owned_by((group_urn(domain.owner), "BUSINESS_OWNER")))


def contracts(facts: BankFacts) -> Iterator[Proposal]:
    """Yield a contract for each table under one: that every check of the table passes."""
    for product in DATA_PRODUCTS:
        yield from _contracts(product, facts)


def _contracts(product: DataProduct, facts: BankFacts) -> Iterator[Proposal]:
    for name in product.contracts:
        dataset = facts.datasets.tables[name]
        quality = [{"assertion": urn} for urn in _assertions(dataset, facts)]
        yield Proposal(contract_urn(dataset), "dataContractProperties", {"entity": dataset.urn, "dataQuality": quality})
        yield Proposal(contract_urn(dataset), "dataContractStatus", {"state": "ACTIVE"})


def _assertions(dataset: Dataset, facts: BankFacts) -> list[str]:
    return [assertion_urn(dataset, check.id) for check in CATALOGED if dataset_of(check, facts) == dataset]
