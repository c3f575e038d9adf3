"""Lists in pages, as every list of the API has them."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import parse_qsl

from contracts.exchanges.wire import Response
from contracts.simulator.memory import Memory
from contracts.simulator.reading import Call
from contracts.simulator.refusals import Refusal
from contracts.simulator.rendering import Body

Item = TypeVar("Item")


class Pages(Memory):
    """PageSize and Page of a query, and the page that they ask for."""

    page_size = 50
    page_size_limit = 1000
    longest_page = 100

    def page(self, call: Call, key: str, items: Sequence[Item], render: Callable[[Item], Body]) -> Response:
        """The page of `items` that the query asks for. Raises Refusal.

        Error 20007 speaks of a maximum of 1000, twilio-oai of 100: a page may be asked to have 1000 items, as the
        helper libraries do, and has 100 at most; the rest is on the next ones.
        """
        query = dict(parse_qsl(call.query))
        size = self.number(query, "PageSize", self.page_size)
        number = self.number(query, "Page", 0)
        if not 1 <= size <= self.page_size_limit:
            raise Refusal(20007)
        size = min(size, self.longest_page)
        start = number * size
        page = [render(item) for item in items[start : start + size]]
        place = (number, size, len(items) > start + size)
        return self.respond(call.request, 200, self.render_page(key, call.path, page, place))

    def number(self, query: dict[str, str], name: str, default: int) -> int:
        """A number of the query. Raises Refusal 20001 for anything but a few digits."""
        text = query.get(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise Refusal(20001, f"Invalid {name}")
        return int(text)
