"""What is the name of a person, by its words alone: not a desk, a role, an organisation or a word of the page's menus."""

from __future__ import annotations

import re

MAX_CHARACTERS = 60
MAX_WORDS = 5
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_PARTICLES = frozenset({
    "al", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la",
    "le", "los", "mac", "of", "san", "st", "ten", "ter", "van", "von", "y", "zu",
})  # fmt: skip
STATION = re.compile(r"\b[KW][A-Z]{2,3}(?:-?(?:TV|FM|AM|DT))?\b(?:\s*\d+)?")
"""A call sign, with its suffix and channel."""
_DESK = re.compile(
    r"\b(?:staff|news(?:room|paper|desk|wire)?|team|desk|web(?:master|site|page|staff|team)?|digital|editors?|editorial|"
    r"reporters?|reporting|correspondents?|writers?|anchors?|producers?|meteorologist|forecaster|contributors?|contributing|"
    r"columnists?|photographers?|director|manager|wire|media|tv|television|radio|channel|network|herald|tribune|journal|times|post|press|"
    r"gazette|chronicle|department|office|university|college|school|hospital|clinic|institute|foundation|society|council|"
    r"bureau|academy|faculty|program|admin(?:istrator)?|guest|sponsored|advertise[rd]?|advertisement|services?|company|inc|llc|ltd|corp|group|"
    r"agency|agencies|association|center|centre|intern|authors?|marketing|solutions|consulting|studios?|magazine|"
    r"publishing|partners|images|city|county|police|district|committee|online|community|user|anonymous|updated|published|posted|minutes|"
    r"redaktion|redacción|rédaction|redazione|redação|redactie|redakcja|gmbh|january|february|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"\b(?:sun|star)$", re.IGNORECASE)
"""Also the last names of people; of three words, or after `The`, it is the paper."""
_ROLE = re.compile(
    r"\b(?:officer|(?:co-?)?founder|c[a-z]o|(?:vice )?president|chief|head|lead|senior|junior|analyst|experts?|specialist|consultant|"
    r"strategist|engineer|developer|designer|professor|physician|nurse|dietitian|nutritionist|therapist|psychologist|"
    r"psychiatrist|journalist|attorney|lawyer|blogger|coach|trainer|teacher|student|fellow|researcher|scientist|marketer|"
    r"associate|assistant|coordinator|owner|partner|advis[eo]r|host|critic|former|freelance|certified|licensed|executive|managing|"
    r"special to|commentary|opinion|product|copywriter|gardener)\b",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:about|add|all|articles?|by|categories|category|cite|comments?|connect|contact|contents|download|edit|email|fact|follow|full|get|home|"
    r"certified|licensed|registered|senior|former|freelance|founder|in|join|jump|last|latest|learn|leave|listen|log|menu|more|next|no|one|our|photos?|posts?|previous|print|privacy|"
    r"profile|read|related|save|search|see|share|show|sign|skip|source|subscribe|table|tags?|terms|the|this|today|toggle|topics?|"
    r"uncategorized|updates?|video|view|visit|watch|what|when|where|why|how|your)\b",
    re.IGNORECASE,
)
_ALONE = frozenset({
    "autor", "auteur", "autore", "beitrag", "eingestellt", "international", "kommentare", "name", "par", "por", "quelle",
    "redaktion", "stand", "uhr", "veröffentlicht", "von",
})  # fmt: skip
"""Words around names in other languages, which by themselves are none."""
_DEGREE = re.compile(
    r"[A-Z]{2,}[A-Za-z]?|(?:[A-Z][a-z]{0,2}\.\s?){2,}(?:[A-Z]{3,})?|[A-Z]-[A-Z]{2,4}(?:[ -]\d+)?|(?:MD|RN|MS|MA|RD|BA|BS|BSc|MSc|MBA)[ -][A-Z-]{2,6}|"
    r"Ph\.?\s?D\.?|Ed\.?\s?D\.?|Psy\.?D\.?|[JS]r\.?|I{2,3}|Esq\.?|M\.?Ed\.?|[A-Z][A-Za-z]{0,3}[A-Z]\.?"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_AROUND = " \t.,:;|/()[]*\"“”-–—•·'’‘"


def person_name(text: str) -> str | None:
    """The name, without what stands in brackets or around it; None where the words are no person's name."""
    if len(text) > 2 * MAX_CHARACTERS:
        return None
    word = _BRACKETS.sub(" ", text) if "(" in text or "[" in text else text
    dotted = word.rstrip().endswith((" Jr.", " Sr."))
    word = " ".join(word.strip(_AROUND).split()) + ("." if dotted else "")
    tokens = word.split(" ")
    if not word or len(word) > MAX_CHARACTERS or len(tokens) > MAX_WORDS or not word[0].isupper() or len(word) < 3:
        return None
    if not all(_WORD.fullmatch(token) and (token[0].isupper() or token in _PARTICLES) for token in tokens):
        # `Ludwig van Beethoven` is written with a small letter inside; `Human in the Loop` is no name.
        return None
    if len(tokens) == 1 and word.casefold() in _ALONE:
        return None
    return None if is_desk(word) or _MENU.match(word) else word


def is_desk(text: str) -> bool:
    """Whether the words name a desk, a staff, a role of a newsroom, an organisation or a station."""
    if _DESK.search(text) is not None or STATION.search(text) is not None:
        return True
    return _PAPERS.search(text) is not None and (text.startswith("The ") or text.count(" ") >= 2)


def is_role(text: str) -> bool:
    """Whether the words, standing behind a name, say what the person is."""
    return is_desk(text) or _ROLE.search(text) is not None


def is_degree(text: str) -> bool:
    """Whether the words are letters behind a name: `MD`, `Ph.D.`, `Jr.`"""
    return len(text) <= 20 and _DEGREE.fullmatch(text) is not None
