"""Content codings (RFC 9110, section 8.4.1): bodies are decoded piece by piece, and no further than is wanted."""

import zlib

_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class Inflater:
    """Decodes gzip, or deflate with and without the zlib header, which servers leave out."""

    def __init__(self, coding: str) -> None:
        self._is_gzip = coding != "deflate"
        self._inflate = zlib.decompressobj(_GZIP if self._is_gzip else _ZLIB)
        self._started = False

    def feed(self, data: bytes, limit: int) -> bytes:
        """What the next piece decodes to, no more than `limit` bytes. Raises zlib.error."""
        try:
            return self._inflate.decompress(data, limit)
        except zlib.error:
            if self._is_gzip or self._started:
                raise
            self._inflate = zlib.decompressobj(_RAW)
            return self._inflate.decompress(data, limit)
        finally:
            self._started = True


class Body:
    """Collects the pieces of a body. `content` is decoded; as it came, when its coding is not known.

    `limit` is in bytes, for what came and for what it decodes to; `is_over` tells that there was more.
    """

    def __init__(self, coding: str, limit: int) -> None:
        names = [
            name.strip().lower() for name in coding.split(",") if name.strip().lower() not in ("", "identity")
        ]
        known = all(name in ("gzip", "x-gzip", "deflate") for name in names)
        self._inflaters = [Inflater(name) for name in reversed(names)] if known else []
        self._raw: list[bytes] = []
        self._decoded: list[bytes] = []
        self._sizes = [0, 0]
        self._limit = limit

    @property
    def is_over(self) -> bool:
        """Whether the body is larger than the limit."""
        return max(self._sizes) > self._limit

    @property
    def size(self) -> int:
        """Bytes that came, as they were on the wire."""
        return self._sizes[0]

    @property
    def content(self) -> bytes:
        """The body so far."""
        return b"".join(self._decoded if self._inflaters else self._raw)

    def add(self, data: bytes) -> None:
        """The next piece of the body. Raises zlib.error when it is not what its coding says."""
        self._sizes[0] += len(data)
        if not self._inflaters:
            self._raw.append(data)
        for inflater in self._inflaters:
            data = inflater.feed(data, self._limit + 1 - self._sizes[1])
        if self._inflaters:
            self._decoded.append(data)
            self._sizes[1] += len(data)
