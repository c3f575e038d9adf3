"""Miniatures: servers that are wrong in exactly one way, and beside them servers that use the latitude they have.

Each is a subclass of the simulator with one or two of its methods overridden, and is called after its class.
"""

import importlib
import pkgutil

from contracts.miniatures.registry import (
    LATITUDES,
    MINIATURES,
    Latitude,
    Miniature,
    groups,
    latitude,
    miniature,
    named,
)

__all__ = ["LATITUDES", "MINIATURES", "Latitude", "Miniature", "groups", "latitude", "miniature", "named"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
