"""What a run can be refused for or fail of, each said in one line to the person at the prompt."""


class SeedingError(Exception):
    """Something that ends a command; the text says what, why and the remedy in one line."""


class RunRefusedError(SeedingError):
    """A run that was not begun; nothing has changed."""


class LoadError(SeedingError):
    """A run that was begun and failed; the text says what the databases hold now."""
