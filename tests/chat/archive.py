"""A small archive for the tests of the chat room: shared articles, and one that belongs to a single server."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bot.model import Article

SERVER, OTHER_SERVER = 1001, 2002

_GALE = "The Gale Telescope"


def _article(number: int, title: str, day: date | None, text: str, *, source: str = "", url: str = "") -> Article:
    return Article(f"a{number}", title, text, f"a{number}.txt", day, source, url)


ARTICLES = [
    _article(
        1,
        "Heron probe lands on Titan",
        date(2019, 3, 4),
        "The Heron probe landed on Titan on Monday after a journey of seven years. Engineers cheered as the first "
        "pictures arrived.\n\nIt set down beside a lake of methane, forty kilometres from the planned place. “We are "
        "on the ground and talking,” said flight director Amara Okoye. The probe will measure winds and waves for a "
        "year.",
        source="The Orbit Herald",
        url="https://orbit.example/2019/heron-titan",
    ),
    _article(
        2,
        "Heron hears waves on Titan's lake",
        date(2019, 10, 28),
        "Waves a few millimetres high cross the methane lake beside the Heron probe, its microphones have found. The "
        "probe on Titan recorded them for nine days. The sound is like rain on a tent, said Okoye.",
        source="The Orbit Herald",
    ),
    _article(
        3,
        "Heron falls silent",
        date(2020, 5, 2),
        "The Heron probe on Titan has stopped answering. Its last signal came on Thursday. The batteries had been "
        "expected to last until June. Okoye said the team would listen for another month.",
        source="Evening Ledger",
    ),
    _article(
        4,
        "What the Heron probe taught us",
        date(2021, 5, 2),
        "A year after the Heron probe fell silent on Titan, its data fill four books. The lake is deeper than thought, "
        "and the wind blows from the east all night. A second probe is being discussed.",
    ),
    _article(
        5,
        "Gale telescope opens its eye",
        date(2022, 1, 9),
        f"{_GALE} saw first light on Sunday. Its mirror of nine metres is the largest in the south. Astronomers "
        "aimed it at a quiet galaxy, to learn how well it sees. The pictures are sharper than promised.",
        source="The Orbit Herald",
    ),
    _article(
        6,
        "Gale telescope finds a wandering planet",
        date(2022, 8, 20),
        f"{_GALE} has found a planet without a star. It is as heavy as Neptune and drifts 300 light years from here.",
        source="Evening Ledger",
    ),
    _article(7, "A glossary of probes", None, "A lander is a probe that sets down. An orbiter is one that does not."),
]

WORKSHOP = _article(
    8,
    "In the workshop of the orchard lander",
    date(2021, 9, 14),
    "The orchard lander is being put together in a former tram depot. Forty people work there in three shifts, "
    "and the doors stay open for the swallows that nest under the roof. Nobody minds the swallows, least of all "
    "the head of the workshop, Ines Caldeira, who feeds them.\n\n"
    "The parachute was sewn by hand, because no machine could be trusted with its seams. Seven tailors spent "
    "eleven weeks on it. They worked with gloves, and each of them signed the inner hem in blue thread. When it "
    "was opened for the first time, in a hangar by the sea, it filled the hall from wall to wall. Two of the "
    "tailors wept.\n\n"
    "The camera is no larger than a matchbox. Its lens was ground in Porto by a firm that makes spectacles, and "
    "it sees colours that nobody has a name for. A heater keeps it from freezing at night. The engineers call it "
    "the firefly, since it glows a little when it is on. It has taken nine thousand pictures of the depot's "
    "ceiling so far.\n\n"
    "The legs gave the most trouble. Three times they were made anew. The first were too stiff, the second too "
    "soft, and the third were lost by the carrier between two cities and found again in a warehouse of garden "
    "furniture. Caldeira keeps a photograph of them beside a row of parasols.\n\n"
    "The parachute and the legs will be tested together in spring. A balloon will carry the lander to a height of "
    "thirty kilometres and let it go over the moor. If the parachute opens, the legs will have their say. If it "
    "does not, says Caldeira, there is always the garden furniture.\n\n"
    "The radio is the oldest part. It flew once before, in a satellite that came home, and it was cleaned with "
    "toothbrushes. It speaks slowly, forty words a second, but it has never been silent when it was asked.\n\n"
    + "The depot keeps its old rails, and a trolley still carries the heavier crates along them. "
    * 20
    + "\n\nIn the evening the lamps above the benches go out one after the other, and the last of the fitters hangs "
    "up a grey apron. Somebody feeds the stove, somebody else counts the keys on the board beside the gate, and the "
    "swallows come in through the upper panes. Then the place belongs to the mice for a while, and to the wind. "
    "At nine a watchman walks his rounds with a torch and two terriers, and writes what he saw into a blue book.",
    source="Evening Ledger",
    url="https://ledger.example/orchard-lander",
)
ARTICLES.append(WORKSHOP)

SECRET = Article(
    "secret",
    "The other room's Heron party",
    "The Heron probe was toasted with seven bottles of elderberry wine, behind closed doors.",
    f"servers/{OTHER_SERVER}/secret.jsonl",
    date(2022, 8, 1),
    "Private Circular",
    server=OTHER_SERVER,
)


def write_archive(folder: Path, articles: list[Article]) -> None:
    """Writes the articles where they belong in a corpus folder."""
    for article in articles:
        place = folder / "servers" / str(article.server) if article.server else folder
        place.mkdir(parents=True, exist_ok=True)
        fields = {"id": article.id, "title": article.title, "text": article.text, "url": article.url}
        fields |= {"source": article.source, "date": article.date.isoformat() if article.date else ""}
        (place / f"{article.id}.json").write_text(json.dumps(fields), encoding="utf-8")
