"""Readers: each makes the value of an option from what was given. Every one raises ValueError for what is none."""

import math
import re
from collections.abc import Callable
from pathlib import Path


def target(value: object) -> str:
    """A name that has the form of a target's; whether there is such a target shows when it is connected."""
    if not re.fullmatch(r"mock|live|(miniature|recording):.+|https?://.+", str(value)):
        raise ValueError(value)
    return str(value)


def one_of(*choices: str) -> Callable[[object], str]:
    """A reader of one of these words."""

    def read(value: object) -> str:
        return choices[choices.index(str(value))]

    return read


def at_least(minimum: int) -> Callable[[object], int]:
    """A reader of whole numbers from `minimum` on."""

    def read(value: object) -> int:
        number = int(str(value))
        if number < minimum or isinstance(value, bool):
            raise ValueError(value)
        return number

    return read


def seconds(value: object) -> float:
    """A finite number above 0."""
    number = float(str(value))
    if not (math.isfinite(number) and number > 0):
        raise ValueError(value)
    return number


def existing_file(value: object) -> Path:
    """The path of a file that is there."""
    file = Path(str(value))
    if not file.is_file():
        raise ValueError(value)
    return file


def existing_folder(value: object) -> Path:
    """The path of a folder that is there."""
    folder = Path(str(value))
    if not str(value) or not folder.is_dir():
        raise ValueError(value)
    return folder


def path(value: object) -> Path:
    """A path, which nothing need be at."""
    if not str(value):
        raise ValueError(value)
    return Path(str(value))


def word(value: object) -> str:
    """A name without spaces."""
    if not re.fullmatch(r"\S+", str(value)):
        raise ValueError(value)
    return str(value)


def reasoned(value: object) -> tuple[str, str]:
    """A name and a reason, with an equals sign between them."""
    name, _, reason = str(value).partition("=")
    if not name.strip() or not reason.strip():
        raise ValueError(value)
    return name.strip(), reason.strip()


def share(value: object) -> tuple[int, int]:
    """One of several parts, such as 2/8: both are whole numbers, and the first is not above the second."""
    if isinstance(value, tuple):
        return value
    match = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", str(value))
    if match is None or int(match[1]) > int(match[2]):
        raise ValueError(value)
    return int(match[1]), int(match[2])


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
