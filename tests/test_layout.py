"""The layout of `docs/contributing.md`, held: no circle of imports, no file that is more than one can read at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300  # lines
MOST_FILES = 14  # in one folder, `__init__.py` aside: about ten


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Which module of ours imports which, those under `if TYPE_CHECKING:` and inside functions included."""
    graph = grimp.build_graph("bot", exclude_type_checking_imports=False, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_no_circle_of_imports_anywhere(imports: dict[str, set[str]]) -> None:
    circles = [circle for circle in strongly_connected(imports) if len(circle) > 1]
    assert circles == []


def test_a_circle_would_be_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert sorted(map(sorted, strongly_connected(graph))) == [["a", "b", "c"], ["d"]]


def test_every_file_can_be_read_at_once() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in code("bot")}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_folder_can_be_seen_at_once() -> None:
    files = Counter(str(path.parent) for path in code("bot") if path.name != "__init__.py")
    assert {folder: count for folder, count in files.items() if count > MOST_FILES} == {}


def code(*folders: str) -> list[Path]:
    """The Python files under these folders, by their path in the project."""
    return [path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py")]


def strongly_connected(graph: dict[str, set[str]]) -> list[set[str]]:
    """The strongly connected components of a graph (Kosaraju): a circle is one of more than one node."""
    order: list[str] = []
    seen: set[str] = set()
    for start in graph:
        _walk(graph, start, seen, order)
    backwards: dict[str, set[str]] = {node: set() for node in graph}
    for node, targets in graph.items():
        for target in targets & graph.keys():
            backwards[target].add(node)
    found: list[set[str]] = []
    seen.clear()
    for start in reversed(order):
        component: list[str] = []
        _walk(backwards, start, seen, component)
        if component:
            found.append(set(component))
    return found


def _walk(graph: dict[str, set[str]], start: str, seen: set[str], finished: list[str]) -> None:
    """Depth-first from `start`, without recursion; appends each node when all behind it are done."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(graph.get(start, ())))]
    while stack:
        node, targets = stack[-1]
        for target in targets:
            if target in graph and target not in seen:
                seen.add(target)
                stack.append((target, iter(graph[target])))
                break
        else:
            stack.pop()
            finished.append(node)
