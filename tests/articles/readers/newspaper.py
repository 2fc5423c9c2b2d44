"""A newspaper page as a PDF: a headline over two columns, a running head, a page number, words broken at line ends."""

from __future__ import annotations

from fpdf import FPDF

LEFT = (
    "The fog bell that the town calls Clarence rang again on Sunday, for the first time since the",
    "great storm. The keeper, Martha Oddly, pulled the rope herself at noon while the whole har-",
    "bour looked on and the ferries blew their horns.",
    "“It sounds a little flat,” she said afterwards. “But so do I.”",
)
RIGHT = (
    "The repairs had taken nine years and cost four thousand pounds, most of it raised by the",
    "fishermen’s wives. A second bell, cast in the same foundry, is to follow in the spring.",
)


def page_of_newspaper(pages: int = 1, *, size: float = 9) -> bytes:
    """The same page, so many times, with its number."""
    paper = FPDF(unit="pt", format=(600, 800))
    paper.set_auto_page_break(False)
    for number in range(1, pages + 1):
        paper.add_page()
        paper.set_font("Times", size=8)
        paper.text(40, 30, "THE QUAY COURIER, 3 May 1931")
        paper.text(295, 785, str(number))
        paper.set_font("Times", "B", 24)
        paper.text(40, 80, f"Clarence rings again over Lower Quay, part {number}")
        paper.set_font("Times", size=size)
        for left, lines in ((40, LEFT), (320, RIGHT)):
            top = 120.0
            for line in lines:
                for words in _broken(line, 50):
                    paper.text(left, top, words.replace("“", '"').replace("”", '"').replace("’", "'"))
                    top += size * 1.3
    return bytes(paper.output())


def _broken(line: str, width: int) -> list[str]:
    lines, current = [], ""
    for word in line.split():
        if current and len(current) + len(word) > width:
            lines.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return [*lines, current]
