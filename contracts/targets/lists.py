"""Lists of the API, read page by page."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.exchanges.exchange import Answer
from contracts.exchanges.wire import Response

PAGE_SIZE = 100
MAX_PAGES = 100

Item = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list; not the `whole` of it when a page could not be read, or there were too many."""

    items: list[Item]
    whole: bool


def read_list(get: Callable[[str], Response], path: str, key: str) -> Listing:
    """The items of the list at `path` (with its query), of every page that its meta names.

    Raises what `get` raises. A target without the list (404, 405) has no items.
    """
    seen: set[str] = set()
    items: list[Item] = []
    for _ in range(MAX_PAGES):
        response = get(path)
        body = Answer(response).object or {}
        page = body.get(key)
        items += (item for item in (page if isinstance(page, list) else []) if isinstance(item, dict))
        if not isinstance(page, list):
            return Listing(items, whole=response.status in (404, 405) and not seen)
        seen.add(path)
        meta = body.get("meta")
        following = meta.get("next_page_url") if isinstance(meta, dict) else None
        if not isinstance(following, str):
            return Listing(items, whole=True)
        if (path := _path_of(following)) in seen:
            break
    return Listing(items, whole=False)


def _path_of(url: str) -> str:
    """The path and query of a page's URL: pages are asked of the target, whatever host the URL names."""
    return "/" + url.split("://", 1)[-1].partition("/")[2]
