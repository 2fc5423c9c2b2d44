"""The limits of the layout: no circle of imports, no file, function or folder that is too long, tests by room."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300  # lines
LONGEST_FUNCTION = 69  # lines
MOST_FILES = 14  # in one folder, `__init__.py` aside, of those that may have more than `ABOUT_TEN`
ABOUT_TEN = 12
LARGER = {
    "bot/answers/reply",
    "bot/articles",
    "bot/chat/members",  # one module for each command
    "bot/cli",  # one module for each command
    "bot/language",
    "bot/library",
    "bot/search/indexing",
    "bot/search/milvus",
    "bot/store",  # one module for each kind of state
}
NO_ROOM = {"benchmarks", "deploy", "questions", "reliability", "search/engines", "upgrading"}  # tests that span rooms


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


def test_no_file_is_longer_than_the_limit() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in code("bot", "tests")}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_the_limit() -> None:
    lengths = {
        f"{path}: {node.name}": node.end_lineno - node.lineno + 1
        for path in code("bot", "tests")
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_no_folder_has_more_files_than_the_limit() -> None:
    files = Counter(path.parent.as_posix() for path in code("bot") if path.name != "__init__.py")
    assert {folder: count for folder, count in files.items() if count > MOST_FILES} == {}
    assert {folder for folder, count in files.items() if count > ABOUT_TEN} <= LARGER


def test_tests_have_the_rooms_of_the_code() -> None:
    rooms = {path.parent.as_posix().removeprefix("tests").lstrip("/") for path in code("tests") if _is_test(path)}
    assert {room for room in rooms - NO_ROOM if not (ROOT / "bot" / room).is_dir()} == set()


def _is_test(path: Path) -> bool:
    return path.name.startswith("test_")


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
