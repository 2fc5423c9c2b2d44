"""Boilerplate: lines of a newspaper page that report nothing, so that none is quoted where a sentence is meant.

Newsletter adverts, links to other articles, credits, bylines, datelines, time stamps, teasers and headings are known by
their shape. The features are the shallow ones (length, a stop at the end, words that address the reader) of
Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010). The words are
English; the shapes are not.
"""

from __future__ import annotations

import re
from typing import Final

from bot.language.months import ENGLISH_MONTH

_LONGEST: Final = 700  # characters: what is longer is prose, or a list that is one line
_LONGEST_CREDIT: Final = 250
_LONGEST_HEADING: Final = 12  # words of a line without a stop that is a heading
_LONGEST_LABEL: Final = 4  # words of a line without a stop that is a name, a place, a label
_LONGEST_VALUE: Final = 5  # words of a line that has a name and its value
_STOPS: Final = (".", "!", "?", "…", "。", "！", "？")
_CLOSING: Final = "\"'”’»)]」』*_ "


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_CLOCK = r"\d{1,2}:\d\d\s*(?:[ap]\.?\s?m\.?)?(?:\s*[a-z]{1,3}t\b)?"
_DAY = rf"(?:{ENGLISH_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {ENGLISH_MONTH} \d{{4}})"
_STAMP = re.compile(
    _any(
        rf"(?:(?:updated|published|posted|last updated|modified)\b:? )?{_DAY}"
        rf"(?:,? (?:at )?{_CLOCK})?(?: updated .*)?",
        rf"(?:updated|published|posted)\b:? .{{0,20}}{_CLOCK}",
        _CLOCK,
        rf"{ENGLISH_MONTH} \d{{1,2}}",
    ),
    re.IGNORECASE,
)

# "More: Nashville is ravaged by high winds", "RELATED: …", "What is next?:Everything to know".
_LINK = re.compile(
    r"[►▶»>•\s]*"
    + _any(
        "(?i:more|read(?: more| next| this)?|related(?: stories| articles?)?|see also|also(?: read| see)?|watch|listen"
        "|gallery|fact check|explainer|live updates?|what to know|learn more|more from [^:]{2,40}|in other news"
        r"|dig deeper|go deeper|don.t miss|for subscribers)\s*[:»>|→]",
        "[^.:!\"“”]{2,60}[?!’']:(?=[A-Z‘'“\"][^:]{9})",
        '[^.:!"“”]{3,60}:(?=[A-Z‘\'“"].{9,}[?]$)',
        "[A-Z][A-Z'’&?!,\\- ]{3,40}:(?=[A-Z‘'“\"][^:]{9})",  # no blank behind the colon: "CHARITY WORK:She made it"
    )
)
_LABELLED = re.compile(  # a link where no stop ends it: "WASHINGTON: The president left." is a sentence
    r"[►▶»>•\s]*"
    + _any(
        r"(?i:photos?|video|opinion|from [0-9]{4}|exclusive|for more|next|previous(?:ly)?|follow)\s*[:»>|→]",
        r"[A-Z][A-Z'’&?!,\- ]{3,40}[?!]?:\s*\S",
        "[^.:!\"“”]{3,60}[?!’']?:(?=[A-Z‘'“\"][^:]{9})",
    )
)
_TEASER = re.compile(
    r"(?:now, |but |so )?here(?:.s| is| are) "
    r"(?:what|everything|who|how|where|when|why|a look|a list|all you|some things)\b(?!.*:\s*\S)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:[-–—−>»•*►]\s*)?(?:please |to |and |you can |want to )?"
    + _any(
        r"sign(?:ing)?[ -]up (?:here|now|for (?:our|the|his|her|free|cnn|usa|\S+.s)\b|today|to (?:get|receive))",
        r"sign-up\b",
        r"subscribe\b",
        r"click\b",
        r"tap here",
        r"read more\b",
        r"read .{0,40}\bfull (?:story|review|report|article|interview)",
        r"view (?:all |our )?comments",
        r"follow (?:us|him|her|them|me|along|@|every )",
        r"follow [A-Z][\w.]+(?: [A-Z][\w.]+)* (?:on|at|@)",
        r"like us on",
        r"contact (?:him|her|us|me|the reporter)",
        r"contact [A-Z][\w.]+ .{0,60}(?:@|\bat\b)",
        r"(?:reach|e-?mail|send|write) (?:him|her|us|me|them|tips|your|the reporter|[A-Z]\w+ (?:at|an))",
        r"reach [A-Z]\w+ [A-Z]\w+ at",
        r"download (?:the|our)",
        r"get (?:the latest|more|our|cnn|the [\w ]{0,40}(?:newsletter|inbox))",
        r"check (?:out |your ).{0,60}(?:here|newsletter|guide|games|app)\b",
        r"play the (?:usa|daily)",
        r"need a (?:news )?break",
        r"join (?:us|our)\b",
        r"support (?:local|our|quality) ",
        r"stay (?:up to date|informed|in the)",
        r"don.t miss (?:any|a|our|out)",
        r"already a subscriber",
        r"listen (?:to (?:this|our)|on)\b",
        r"hit play",
        r"scroll (?:down|through)",
        r"share (?:this|your)\b",
        r"thank(?:s| you) for (?:reading|supporting|signing)",
        r"take (?:our|the|cnn.s) .{0,30}(?:quiz|poll|survey)",
        r"(?:advertisement|sponsored|recommended|trending now|most read|latest news|top stories)\b",
        r"(?:story|article) continues",
        r"skip (?:to|past|ad)\b",
        r"(?:have|got|do you have) a (?:tip|question|story)\b",
        r"(?:questions|comments)\? ",
    ),
    re.IGNORECASE,
)
_NOTE_WORDS = re.compile(  # one of them stands in whatever `_NOTE` finds: a cheap first look
    "we['’] includes|(?:tick|click) here|the audio and|independent|newsletter|inbox|our editors |our experts |our team "
    "|affiliate|earn (?:us|a|an|small)|interesting products|the (?:details|information)|privacy |terms of"
    "|rights reserved|reproduced|published|copyright|©|originally|this (?:article|story|post|column|report) "
    "|correction:|clarification:|note:|developing story|opinion|expressed|contributed to|reporting|editing by"
    "|compiled by| covers | writes about | reports on |reporter|columnist|editor|writer|producer|correspondent"
    "|contributor|video (?:player|con|ad)|ad feedback|javascript|cookie|digital |premium |subscriber"
    "|voter guide|fact-check|content partner"
)
_NOTE = re.compile(
    _any(
        r"\bnewsletter (?:provides|brings|delivers)\b|\bwelcome to (?:the|our) .{0,80}newsletter\b",
        r"^[—–-]? ?our (?:editors|experts|team) (?:review|recommend|select|choose)",
        r"\b(?:newsletters?|inbox)\b.*\b(?:sign|subscribe|deliver|get|free|your|here)",
        r"\b(?:sign|subscribe|deliver|get)\w*\b.*\b(?:newsletters?|inbox)\b",
        r"\baffiliate (?:fee|commission|link)",
        r"\bearn (?:us )?(?:a |an )?(?:small )?(?:commission|fee|share)",
        r"\bwe (?:will )?(?:occasionally )?(?:use|recommend) (?:the|interesting) (?:details|information|products)",
        r"\b(?:our|in|read|agree to the|this) (?:privacy (?:policy|notice)|terms of (?:use|service))\b",
        r"\ball rights reserved\b",
        r"\bmay not be (?:published|reproduced|republished)",
        r"\bcopyright (?:©|\(c\)|\d{4})|©",
        r"\boriginally (?:appeared|published) (?:on|in|at|by)\b",
        r"\bthis (?:article|story|post|column|report) (?:is free|was|has been|will be|is being|originally)\b",
        r"^(?:correction|clarification|editor.s note):",
        r"\ban? (?:newer |previous |earlier |longer )?version of this (?:article|story|post|column)",
        r"\bdeveloping story\b",
        r"\bthis is an opinion|\b(?:views|opinions) expressed",
        r"\bcontributed to this (?:report|story|article)",
        r"^(?:additional )?reporting (?:by|was contributed)|\bediting by\b|^compiled by\b",
        r"^(?:[A-Z][\w.'’-]+ ){2,4}(?:covers|writes about|reports on) .{0,80}\bfor\b",
        r"^(?:[A-Z][\w.'’-]+ ){1,4}is (?:an?|the) (?:[\w-]+ ){0,6}"
        r"(?:reporter|columnist|editor|writer|producer|correspondent|contributor) (?:for|at|with|based)\b",
        r"\bvideo (?:player|content|ad)\b.*\b(?:slow|load|start|freeze|froze|feedback)|\bad feedback\b",
        "^['‘]we['’] includes ",
        r"\b(?:tick|click) here\b|\bdifferences between the audio and the text\b|\bopinions are independent\b",
        r"\bjavascript\b|\bcookies?\b.*\bbrowser\b",
        r"\b(?:digital|premium) (?:subscri\w+|access)\b|\bsubscribers? (?:only|exclusive)\b",
        r"\bvoter guide\b|\bfact-check sources\b|\bcontent partner\b",
    ),
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S+\.\w|(?:^|[\s(])@\w|https?://|www\.")
_REACHED = re.compile(
    r"\b(?:follow|contact|reach|reached|e-?mail|on (?:twitter|x|instagram|bluesky):)(?!\w)", re.IGNORECASE
)

_AGENCIES = (
    r"(?:getty(?: images?)?|imagn(?: images)?|reuters|afp|associated press|usa today (?:network|sports)|shutterstock"
    r"|istock\w*|redux|epa|zuma|ap photo|alamy|wireimage)"
)
_PICTURE = "(?:photo|image|video|illustration|graphic|picture|photograph|file photo|screenshot)s?"
_CREDIT = re.compile(
    _any(
        rf"(?i:\(?(?:{_PICTURE}|provided|courtesy|credit)\b ?(?:credit|courtesy|illustration)?"
        r"(?:\s*(?::|/|by\b|via\b|\|)| provided))(?! the\b)",
        r"(?i:\(?courtesy (?:of |photo|[A-Z]))",
        r"[^.!?]{3,60}/(?:AP|AFP|Reuters|Getty|Pool|NASA|CNN|The |USA TODAY|Zuma|Redux|Bloomberg|Shutterstock|NurPhoto"
        r"|Anadolu|EPA|Imagn|MediaNews|ABC|CBS|NBC|Netflix|Disney)\b",
        rf"(?i:\((?:{_PICTURE}|courtesy|credit|getty|reuters|left|right|pictured)\b[^)]{{0,120}}\)$)",
    )
)
_AGENCY_LAST = re.compile(rf"\b{_AGENCIES}(?: via \S+(?: \S+)?| images| files?)?\)?\.?$", re.IGNORECASE)
_NAME = r"[A-Z][\w.'’-]+"
_BYLINE = re.compile(
    _any(
        rf"(?i:by|with|story by|from|words by|reported by|written by)[: ] ?{_NAME}"
        r"(?:[ ,]+(?:and |& )?[A-Z][\w.'’-]*\.?){0,9}(?: \|.*|, .{0,50})?",
        rf"[–—−-]+\s*{_NAME}(?: {_NAME}){{0,3}}(?:,.{{0,60}})?",
        r"(?i:special (?:to|for) .{2,60})",
        r"(?i:contributing:? .{2,200}|(?:contributors?|with reporting (?:by|from)|reporting)[:,] .{2,200})",
        r"For the [A-Z][\w -]{2,40}",
        r"(?i:from (?:usa today|staff|wire|the associated) .{0,60}|(?:the )?associated press)",
        r"USA TODAY(?: \w+)?|Reuters|CNN(?: \w+)?|AP\b.{0,8}",
    )
)
_DATELINE = re.compile(
    r"(?:[A-Z][\w.,'’ /-]{1,50} ?)?\(?(?:AP|AFP|CNN|CNN Business|Reuters|UPI)\)?\s*[—–−-]*|[A-Z][\w.,'’ /-]{1,50}[—–−-]"
)
_PLACE = r"[A-Z][A-Z.'’]+(?:[ -][A-Z.'’]+)*(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_AGENCY = r"(?:AP|AFP|CNN(?: Business)?|Reuters|UPI)"
_LEAD_IN = re.compile(  # a dateline, or a label, and the sentence behind it
    _any(
        rf"(?:[A-Z][\w.,'’ /-]{{1,50}}? )?\({_AGENCY}\)(?:\s*[—–−-]+)?",
        rf"(?:[A-Z][\w.,'’ /-]{{1,50}}? )?{_AGENCY}\s*[—–−-]+",
        rf"(?=[A-Z.'’ ]{{4}}){_PLACE}\s*[—–−-]+(?<!\w-)",
        "AI-assisted summary",
        rf"(?i:(?:{_CLOCK}\s*)?{_DAY} share this update)",
    )
    + r"\s+(?=[\"“‘'(]?[A-Z0-9])"
)
_CAPTION = re.compile(  # "The harbour of Tern Island, seen on March 24, 2022."
    r"(?:[^.;]|(?<=[A-Z])\.){15,200}, (?:as )?(?:seen|pictured|photographed) (?:here )?(?:in|on|at|during)"
    r" [^.,]{3,60}(?:, \d{4})?\.?"
)
_ITEM = re.compile(r"[•●◾▪■*>#–—−-]\s*\S|\(?\d{1,3}[.):]\s|\(?[a-zA-Z][.)]\s")
_KEY_AND_VALUE = re.compile(r"[A-Z][^:]{2,30}: [A-Z]")  # "Director: Ada Fenwick"
_SPEAKS = re.compile(r"[\"“”«»]|[,:;]\s*$")


def is_boilerplate(text: str) -> bool:
    """Whether `text`, one sentence or one line of an article, reports nothing, by its shape. Takes linear time.

    A heading is boilerplate; a line of a list ("• Duration: 1913", "Launch: 25 December 2021") is not.
    """
    return is_notice(text) or _is_label(" ".join(text[: _LONGEST + 1].split()))


def is_notice(text: str) -> bool:
    """As `is_boilerplate`, but for headings: these report nothing, but they name what the article is about."""
    line = " ".join(text[: _LONGEST + 1].split())
    if len(line) > _LONGEST:
        return False
    if not any(map(str.isalpha, line)):
        return not any(map(str.isdigit, line)) or bool(_STAMP.fullmatch(line))
    return _is_advert(line) or _is_credit(line)


def is_link_or_caption(paragraph: str) -> bool:
    """Whether all sentences of `paragraph` are a link to another article, or the caption of a picture."""
    line = " ".join(paragraph[: _LONGEST + 1].split())
    return len(line) <= _LONGEST and bool(_LINK.match(line) or _CAPTION.fullmatch(line))


def ends_sentence(line: str) -> bool:
    """Whether `line` ends in a stop, quotation marks and brackets aside."""
    return line.rstrip(_CLOSING).endswith(_STOPS)


def lead_in(text: str) -> int:
    """How many characters stand before the first sentence of `text`: a dateline ("TERN ISLAND (AP) — "), a label."""
    found = _LEAD_IN.match(text[:_LONGEST])
    return found.end() if found else 0


def _is_advert(line: str) -> bool:
    """An advert, a link to another article, an address to write to, a note about the article itself."""
    if _STAMP.fullmatch(line) or _CALL.match(line) or _TEASER.match(line) or _LINK.match(line):
        return True
    lowered = line.lower()
    if _NOTE_WORDS.search(lowered) and _NOTE.search(line):
        return True
    if _LABELLED.match(line) and not ends_sentence(line):
        return True
    return ("@" in line or "www." in line or "://" in line) and bool(_ADDRESS.search(line) and _REACHED.search(line))


def _is_credit(line: str) -> bool:
    """Who made a picture or wrote the text, or where it was written."""
    if len(line) > _LONGEST_CREDIT:
        return False
    return bool(
        _CREDIT.match(line)
        or (not ends_sentence(line) and _AGENCY_LAST.search(line[-80:]))
        or _BYLINE.fullmatch(line)
        or _CAPTION.fullmatch(line)
        or _DATELINE.fullmatch(line)
    )


def _is_label(line: str) -> bool:
    """A short line that no stop ends: a heading, a name, a place."""
    if len(line) > _LONGEST or ends_sentence(line) or _ITEM.match(line) or any(map(str.isdigit, line)):
        return False
    words = line.count(" ") + 1
    if words <= _LONGEST_VALUE and _KEY_AND_VALUE.match(line):
        return False
    if words <= _LONGEST_LABEL:
        return True
    title = line[1:-1] if line[0] + line[-1] in {"''", "‘’"} else line
    return words <= _LONGEST_HEADING and not _SPEAKS.search(line) and title[0].isupper()
