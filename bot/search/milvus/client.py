"""Talking to Milvus: one client, two collections, patience with a server that is away, and a sentence when it stays so.

A question's words are never logged: of an error only its kind and code are.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import EngineAwayError, EngineError, MissingExtraError
from bot.search.milvus.config import MilvusConfig
from bot.search.milvus.schema import create

if TYPE_CHECKING:
    from pymilvus import MilvusClient

T = TypeVar("T")

_log = logging.getLogger(__name__)
PAGE = 1_000  # rows of one insert or of one page of a scan: about 1 MB
MOST = 16_384  # the largest number of hits that Milvus gives for one search
_LEAST_VERSION = (2, 5)  # the first with BM25 inside
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0  # seconds between two tries, doubled each time
_CONNECTION = {  # tries again soon after a server has come back, however long it was away
    "grpc.use_local_subchannel_pool": 1,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 2_000,
}
AWAY = "The search engine cannot be reached just now; nothing is lost. Please try again in a minute."
_REFUSED = "The search engine refused the request; the log of the bot says why."
_PASSING = {1, 2, 4, 8, 101}  # not ready, away, too many requests (twice), not loaded: after a restart of the server


class Server:
    """One archive in one Milvus, for many threads; `patience` is for how many seconds a call is tried again."""

    def __init__(self, config: MilvusConfig, patience: float) -> None:
        self.config, self.patience = config, patience
        self.passages = f"{config.collection}_passages"
        self.blobs = f"{config.collection}_blobs"
        self._client: MilvusClient | None = None
        self._ready = False
        self._closed = threading.Event()
        self._turn = threading.Lock()

    def search(self, text: str, where: str, limit: int, fields: list[str]) -> list[dict[str, Any]]:
        """The best passages for analysed terms by Milvus's own BM25: their fields, best first."""
        found = self._call(
            "search",
            lambda client: client.search(
                self.passages,
                data=[text],
                anns_field="weights",
                limit=min(limit, MOST),
                filter=where,
                output_fields=fields,
                search_params={"metric_type": "BM25"},
                consistency_level="Strong",
                timeout=self._timeout,
            ),
        )
        return [{**hit["entity"], "number": hit["number"]} for hit in found[0]]

    def query(self, collection: str, where: str, fields: list[str]) -> list[dict[str, Any]]:
        """The rows, up to `MOST`, that a filter lets through."""
        rows: list[dict[str, Any]] = self._call(
            "query",
            lambda client: client.query(
                collection, filter=where, output_fields=fields, consistency_level="Strong", timeout=self._timeout
            ),
        )
        return rows

    def count(self, collection: str, where: str) -> int:
        """How many rows a filter lets through."""
        return int(self.query(collection, where, ["count(*)"])[0]["count(*)"])

    def scan(self, collection: str, where: str, fields: list[str]) -> Iterator[dict[str, Any]]:
        """All rows that a filter lets through, however many."""
        pages = self._call("scan", lambda client: _pages(client, collection, where, fields, self._timeout))
        for page in pages:
            yield from page

    def insert(self, collection: str, rows: Sequence[dict[str, Any]]) -> None:
        """Writes rows in batches. One that has to be sent twice replaces what the first time may have left."""
        for first in range(0, len(rows), PAGE):
            self._call("insert", _Batch(collection, list(rows[first : first + PAGE]), self._timeout))

    def replace(self, collection: str, row: dict[str, Any]) -> None:
        """Writes one row in the place of the one with its key, at once for everybody."""
        self._call("upsert", lambda client: client.upsert(collection, [row], timeout=self._timeout))

    def settle(self, collection: str) -> None:
        """After much was written: has it stored and indexed as a whole."""
        self._call("flush", lambda client: client.flush(collection, timeout=max(self._timeout, 60)))

    def delete(self, collection: str, where: str) -> None:
        """Removes the rows that a filter lets through."""
        self._call("delete", lambda client: client.delete(collection, filter=where, timeout=self._timeout))

    def prepare(self) -> None:
        """Makes the two collections where they are missing."""
        self._call("create", lambda client: create(client, self.passages, self.blobs, timeout=self._timeout))

    def exists(self) -> bool:
        """Whether the archive has ever been written to."""
        return bool(self._call("look", lambda client: client.has_collection(self.blobs, timeout=self._timeout)))

    def other_archives(self) -> list[str]:
        """The names, as in MILVUS_COLLECTION, of other archives in the same Milvus."""
        names = set(self._call("look", lambda client: client.list_collections(timeout=self._timeout)))
        archives = (name.removesuffix("_passages") for name in names if name.endswith("_passages"))
        return sorted(name for name in archives if f"{name}_blobs" in names and name != self.config.collection)

    def close(self) -> None:
        """Ends the connection, and every call that waits for the server to come back."""
        self._closed.set()
        self._hang_up(self._client)

    @property
    def _timeout(self) -> float:
        return max(self.patience, 5.0)

    def _call(self, what: str, work: Callable[[MilvusClient], T]) -> T:
        """Does `work`, again and again with longer waits while the server is away, until patience runs out."""
        started, wait = time.monotonic(), _FIRST_WAIT
        client = None
        while True:
            try:
                client = self._connected()
                return work(client)
            except Exception as error:
                if isinstance(error, (EngineError, MissingExtraError)):
                    raise
                code = getattr(error, "code", None)
                passing = _is_passing(error)
                if passing:
                    self._hang_up(client)  # a connection may take minutes to notice that its server is back
                if not passing or time.monotonic() - started + wait > self.patience:
                    name = f"{type(error).__name__}, code {code() if callable(code) else code}"
                    _log.error("Milvus at %s: %s failed (%s)", self.config.host, what, name)
                    raise (EngineAwayError(AWAY) if passing else EngineError(_REFUSED)) from None
            if self._closed.wait(wait):
                raise EngineAwayError(AWAY)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _hang_up(self, client: MilvusClient | None) -> None:
        """Lets go of a connection, unless somebody else has and a better one is there by now."""
        with self._turn:
            if client is self._client:
                self._drop()

    def _connected(self) -> MilvusClient:
        with self._turn:
            try:
                if self._client is None:
                    self._client = _client_class()(
                        uri=self.config.uri, token=self.config.token, timeout=self._timeout, grpc_options=_CONNECTION
                    )
                    self._check_version(self._client)
                if not self._ready:
                    for collection in (self.passages, self.blobs):
                        if self._client.has_collection(collection, timeout=self._timeout):
                            self._client.load_collection(collection, timeout=self._timeout)
                    self._ready = True
            except Exception:
                self._drop()
                raise
            return self._client

    def _drop(self) -> None:
        client, self._client, self._ready = self._client, None, False
        if client is not None:
            client.close()

    def _check_version(self, client: MilvusClient) -> None:
        version = str(client.get_server_version(timeout=self._timeout))
        numbers = re.search(r"(\d+)\.(\d+)", version)
        if numbers and (int(numbers[1]), int(numbers[2])) < _LEAST_VERSION:
            least = ".".join(map(str, _LEAST_VERSION))
            _log.error("Milvus at %s is version %s; BM25 needs %s or later", self.config.host, version, least)
            raise EngineError(f"The search engine is Milvus {version}; the bot needs {least} or later.")


class _Batch:
    """Rows on their way: inserted, which is cheaper, and upserted from the second try on."""

    def __init__(self, collection: str, rows: list[dict[str, Any]], timeout: float) -> None:
        self._collection, self._rows, self._timeout = collection, rows, timeout
        self._tried = False

    def __call__(self, client: MilvusClient) -> None:
        send = client.upsert if self._tried else client.insert
        self._tried = True
        send(self._collection, self._rows, timeout=self._timeout)


def _client_class() -> type[MilvusClient]:
    try:
        from pymilvus import MilvusClient  # noqa: PLC0415 - an extra, and slow
    except ImportError:
        raise MissingExtraError("SEARCH_ENGINE=milvus", "milvus") from None
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # its errors hold what was asked; ours follow
    found: type[MilvusClient] = MilvusClient
    return found


def _pages(
    client: MilvusClient, collection: str, where: str, fields: list[str], timeout: float
) -> list[list[dict[str, Any]]]:
    """All pages of a scan: read whole, since half a scan cannot be taken up again on a new connection."""
    iterator = client.query_iterator(
        collection, batch_size=PAGE, filter=where, output_fields=fields, consistency_level="Strong", timeout=timeout
    )
    try:
        pages = []
        while page := iterator.next():
            pages.append(list(page))
        return pages
    finally:
        iterator.close()


def _is_passing(error: Exception) -> bool:
    """Whether trying again may help: the connection, a restart, too many requests; not what we asked."""
    import grpc  # noqa: PLC0415 - comes with pymilvus
    from pymilvus.exceptions import MilvusException  # noqa: PLC0415

    if isinstance(error, grpc.RpcError | grpc.FutureTimeoutError | ConnectionError | TimeoutError):
        return True
    if not isinstance(error, MilvusException):
        return False
    if isinstance(error.code, int):
        return error.code in _PASSING or bool(getattr(error, "retriable", False))
    return isinstance(error.code, grpc.StatusCode)
