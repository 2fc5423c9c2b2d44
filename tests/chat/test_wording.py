"""docs/wording.md names every label and sentence that people read, and the test that reaches it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from bot.chat.bot import ClippingsBot
from tests.chat.wording import words_of_the_code
from tests.chat.world import World
from tests.language.extraction import ROOT, descriptions

PAGE = ROOT / "docs" / "wording.md"
UNREACHED = 124  # most are help and figures of the terminal, or parts of sentences; may only fall
HERE = "tests/chat/test_wording.py"  # its test of descriptions reaches all of them
SHORTEST = 8  # characters of what a test looks for, unless it is all of a label


def rows() -> dict[str, tuple[str, str]]:
    """Words to the file that says them and the test that reaches them."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        row = re.fullmatch(r"\| `(.+)` \| (\S+) \| (\S+) \|", line)
        if row:
            found[row[1].replace("⏎", "\n").replace("ˋ", "`").replace("¦", "|")] = (row[2], row[3])
    return found


@cache
def looked_for(test: str) -> frozenset[str]:
    """The strings of a test file."""
    tree = ast.parse((ROOT / test).read_text(encoding="utf-8"))
    return frozenset(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def reaches(test: str, words: str) -> bool:
    """Whether the test looks for a piece of the words."""
    if words in descriptions():
        return test == HERE
    flat = re.sub(r"\*\*|`|###|-#", "", words)
    pattern = "(?s)" + re.sub(r"\\\{\w+\\\}", ".+", re.escape(flat.strip()))
    pieces = [piece.strip() for piece in re.split(r"\{\w+\}|\n", flat)]
    for text in looked_for(test):
        for said in (part.strip() for part in re.sub(r"\\|\*\*|###|-#", "", text).splitlines()):
            if said and (re.fullmatch(pattern, said) or said in pieces or (len(said) >= SHORTEST and said in flat)):
                return True
            if any(len(piece) >= SHORTEST and piece in said for piece in pieces):
                return True
    return False


def test_the_page_names_every_label_and_sentence_and_no_other() -> None:
    assert {words: file for words, (file, _) in rows().items()} == words_of_the_code()


def test_each_is_reached_by_the_test_that_is_named() -> None:
    named = {words: test for words, (_, test) in rows().items() if test != "-"}
    assert [words for words, test in named.items() if not reaches(test, words)] == []
    assert len(rows()) - len(named) <= UNREACHED, "a new sentence has a test that looks for it"


async def test_every_description_is_sent_to_discord(world: World, simcord_bot: ClippingsBot) -> None:
    assert world.member
    sent = {text for command in simcord_bot.tree.get_commands() for text in _texts(command.to_dict(simcord_bot.tree))}
    assert descriptions() - sent == set()


def _texts(payload: object) -> Iterator[str]:
    if isinstance(payload, str):
        yield payload
    elif isinstance(payload, dict | list):
        for part in payload.values() if isinstance(payload, dict) else payload:
            yield from _texts(part)


def test_what_no_test_looks_for_is_found_out() -> None:
    assert not reaches("tests/chat/text/test_links.py", "No other article is about this.")
    assert reaches("tests/chat/members/test_answer_actions.py", "Ask differently")


if __name__ == "__main__":  # writes the page anew, with the first test that reaches each; "-" where there is none
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    tests = [file for file in files if "wording" not in file or file == HERE]
    lines = []
    for words, file in sorted(words_of_the_code().items(), key=lambda each: (each[1], each[0])):
        reached = next((test for test in tests if reaches(test, words)), "-")
        shown = words.replace("\n", "⏎").replace("`", "ˋ").replace("|", "¦")
        lines.append(f"| `{shown}` | {file} | {reached} |")
    head = PAGE.read_text(encoding="utf-8").split("| words |")[0] if PAGE.exists() else "# Wording\n\n"
    PAGE.write_text(
        head + "| words | said in | reached by |\n| --- | --- | --- |\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
