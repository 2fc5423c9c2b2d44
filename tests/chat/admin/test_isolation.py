from __future__ import annotations

from pathlib import Path

import pytest

from bot.library import Library
from bot.model import Question
from bot.search import Query
from tests.chat.admin.conftest import ARTICLES, TODAY
from tests.chat.admin.house import GAZETTE, HERALD, House
from tests.chat.world import choose, seen, shown
from tests.conftest import INSTALLED_BY_MEMBER

OWN = {"orchard.txt": " date 2024-02-02 The Herald's own orchard blooms beside the Heron crater."}
HOSTILE = {
    f"copy-{number}.txt": f"{text} The Heron orchard telescope ferry market, copied by the Gazette, number {number}."
    for number, text in enumerate([*ARTICLES.values(), *OWN.values()] * 4)
}
QUESTIONS = ("Where did the Heron probe land?", "How wide is the telescope's mirror?", "What blooms in the orchard?")


async def library_of(root: Path, *, hostile: bool) -> Library:
    parts = {"": ARTICLES, f"servers/{HERALD}/": OWN} | ({f"servers/{GAZETTE}/": HOSTILE} if hostile else {})
    for folder, files in parts.items():
        for name, text in files.items():
            path = root / "corpus" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    library = Library(root / "corpus", root / "data", today=lambda: TODAY)
    await library.open()
    return library


@pytest.mark.parametrize("server", [HERALD, None])
async def test_a_hostile_servers_articles_change_nothing_that_another_finds(tmp_path: Path, server: int | None) -> None:
    alone, beside = [await library_of(tmp_path / str(hostile), hostile=hostile) for hostile in (False, True)]
    assert alone.status(server).span == beside.status(server).span
    for text in QUESTIONS:
        terms = tuple(alone.current.analyzer.terms(text))
        found = [
            {library.current.article(passage.article).id for passage in library.current.rank(Query(terms, server))}
            for library in (alone, beside)
        ]
        assert found[0] == found[1]
        answers = [await library.ask(Question(text, TODAY, server=server)) for library in (alone, beside)]
        assert answers[0].excerpts[0].text == answers[1].excerpts[0].text
        assert answers[0].articles == answers[1].articles
    for library in (alone, beside):
        await library.close()


@pytest.fixture
def own_files() -> dict[str, str]:
    return {f"servers/{HERALD}/{name}": text for name, text in OWN.items()}


async def test_a_servers_own_articles_are_shown_through_its_own_installation_alone(house: House) -> None:
    """Who has installed the bot for themselves, or presses on the answer of one who has, sees the shared articles."""
    herald = house.herald
    asked = {"question": QUESTIONS[2], "private": False}
    assert "own orchard blooms" in seen(await herald.member.slash(herald.channel, "ask", **asked)).text
    INSTALLED_BY_MEMBER.append(herald.member.id)
    try:
        answer = await herald.member.slash(herald.channel, "ask", **asked)
        assert "own orchard blooms" not in seen(answer).text
        pressed = seen(await choose(herald.member, shown(answer), "Why these"))
        assert "own orchard blooms" not in pressed.text
    finally:
        INSTALLED_BY_MEMBER.remove(herald.member.id)
