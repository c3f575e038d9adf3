"""Words for people: counts with their nouns, names in a row, durations."""


def clock(seconds: float) -> str:
    """A duration for people: `3.2 s`, `41 s`, `4:07`, `1:02:03`."""
    if seconds < 10:
        return f"{max(seconds, 0.0):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def number(count: int, noun: str) -> str:
    """A count with its noun, in the plural where that is right."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def named(names: list[str], most: int | None) -> str:
    """Names in a row: at most so many, and how many more there are."""
    if most is None or len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
