"""What stops an import, in one sentence: what was expected, what came, what to do."""


class Refusal(Exception):
    """Its message is shown as it is."""


def listed(names, most: int = 5) -> str:
    """The first few names, and how many more there are."""
    names = sorted(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
