"""The names that the bank uses beside the choices that the models offer: they must be the same."""

from collections.abc import Collection


class ChoicesError(ValueError):
    """A name without a choice in the model, or a choice that no row of the bank would ever have."""


def check_choices(what: str, names: Collection[str], choices: Collection[str]) -> None:
    """Raise ChoicesError, which names the odd one, unless `names` are exactly the `choices` of a field of a model."""
    for name in sorted(set(names) - set(choices)):
        raise ChoicesError(f"the model does not offer the {what} {name}")
    for choice in sorted(set(choices) - set(names)):
        raise ChoicesError(f"the model offers the {what} {choice}, which the bank does not have")
