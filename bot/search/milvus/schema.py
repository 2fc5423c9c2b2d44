"""The two collections of an archive: passages that are searched, and blobs that are fetched by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.search.parameters import IndexParameters

if TYPE_CHECKING:
    from pymilvus import MilvusClient

TEXT_MOST = 65_535  # bytes of a VARCHAR
_NUMBERS = ("article", "server", "day", "source", "born")  # what is filtered by


def create(client: MilvusClient, passages: str, blobs: str, *, timeout: float) -> None:
    """Makes the collections that are missing, with their indexes, and loads them."""
    from pymilvus import DataType, Function, FunctionType  # noqa: PLC0415 - an extra, and slow

    if not client.has_collection(passages, timeout=timeout):
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("number", DataType.INT64, is_primary=True)
        for name in (*_NUMBERS, "start", "stop"):
            schema.add_field(name, DataType.INT64)
        analysed = {"enable_analyzer": True, "enable_match": True, "analyzer_params": {"type": "standard"}}
        schema.add_field("terms", DataType.VARCHAR, max_length=TEXT_MOST, **analysed)
        schema.add_field("weights", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, ["terms"], ["weights"]))
        indexes = client.prepare_index_params()
        parameters = {"bm25_k1": IndexParameters().k1, "bm25_b": IndexParameters().b}
        indexes.add_index("weights", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=parameters)
        for name in _NUMBERS:
            indexes.add_index(name, index_type="INVERTED")
        _make(client, passages, schema, indexes, timeout)
    if not client.has_collection(blobs, timeout=timeout):
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("name", DataType.VARCHAR, max_length=100, is_primary=True)
        for name in ("article", "place", "born"):
            schema.add_field(name, DataType.INT64)
        schema.add_field("content", DataType.VARCHAR, max_length=TEXT_MOST)
        schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)  # Milvus wants a vector in every collection
        indexes = client.prepare_index_params()
        indexes.add_index("nothing", index_type="FLAT", metric_type="L2")
        for name in ("article", "born"):
            indexes.add_index(name, index_type="INVERTED")
        _make(client, blobs, schema, indexes, timeout)


def _make(client: MilvusClient, name: str, schema: Any, indexes: Any, timeout: float) -> None:
    client.create_collection(name, schema=schema, consistency_level="Strong", timeout=timeout)
    client.create_index(name, indexes, sync=False, timeout=timeout)  # nothing is there yet to wait for
    client.load_collection(name, timeout=timeout)
