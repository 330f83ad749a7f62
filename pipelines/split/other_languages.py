"""Date lines and bylines of pages in other languages, said in the English that the readers of lines know.

Only what stands around a story is read so (`Veröffentlicht am 3. Mai 2022 um 12:30 Uhr`, `Por Juan Pérez`): whole dates
on any page, since no other words look like them, and the words for `published`, `updated` and `by` on pages that state
one of the languages. Months are those of German, Spanish, French, Italian, Portuguese, Dutch, Polish, Swedish, Danish
and Norwegian, as CLDR has them, with the abbreviations that pages print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipelines.split.document import Document, Run
from pipelines.split.per_page import per_page

MAX_CHARACTERS = 250
_MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "januar jan jänner enero ene janvier janv gennaio gen janeiro januari stycznia sty",
            "februar feb feber febrero février fevrier févr febbraio febbr fevereiro fev februari lutego lut",
            "märz mär mrz marzo mars março marco maart mrt marca marts",
            "april apr abril abr avril avr aprile kwietnia kwi",
            "mai mayo maggio mag maio mei maja maj",
            "juni jun junio juin giugno giu junho czerwca cze",
            "juli jul julio juillet juil luglio lug julho lipca lip",
            "august aug agosto ago août aout augustus sierpnia sie augusti",
            "september sep sept septiembre setiembre septembre settembre sett setembro set września wrz",
            "oktober okt octubre oct octobre ottobre ott outubro out października paź",
            "november nov noviembre novembre novembro listopada lis",
            "dezember dez diciembre dic décembre decembre déc dicembre dezembro december dec grudnia gru desember",
        ),
        start=1,
    )
    for word in words.split()
}
_ENGLISH = frozenset({"jan", "feb", "apr", "april", "jun", "jul", "aug", "august", "sep", "sept", "september", "oct",
                      "nov", "november", "dec", "december"})  # fmt: skip
_CLOCK = (
    r"(?:\s*[,|·•–-]?\s*(?:(?:um|à|a\s+las?|às|alle|ore|om|kl\.?|o\s+godz\.?)\s+)?"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?=\d)|\s?h\s?)(?P<minute>[0-5]\d)(?!\d)(?P<half>\s*[ap]\.?\s?m\b\.?)?(?:\s*(?:uhr|uur|h)\b)?)?"
)
_DAY_MONTH = re.compile(
    r"(?<![\w.])(?P<day>\d{1,2})(?P<mark>\.|º|°|er\b)?\s*[-–]?\s*(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:del?\s+)?"
    rf"(?P<year>(?:19|20)\d{{2}})\b{_CLOCK}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<month>[^\W\d_]{{3,12}})\.?\s+(?P<day>\d{{1,2}})(?P<mark>\.|º|°|er\b)?,?\s+(?:del?\s+)?(?P<year>(?:19|20)\d{{2}})\b{_CLOCK}",
    re.IGNORECASE,
)
_IDEOGRAPHS = re.compile(r"(?P<year>(?:19|20)\d{2})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]")
_YEAR = re.compile(r"(?:19|20)\d{2}")

_PUBLISHED, _UPDATED, _BY, _AND = range(4)
_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "de": (
        r"(?:veröffentlicht|publiziert|erschienen|erstellt)(?:\s+am)?",
        r"(?:(?:zuletzt\s+)?(?:aktualisiert|geändert)|stand)(?:\s*:|\s+am\b)?",
        r"(?:(?:(?:ein\s+)?(?:artikel|beitrag|kommentar|text|bericht)|eingestellt|geschrieben|erstellt|veröffentlicht|verfasst)\s+)?(?:von|vom)|autor(?:in)?(?:en)?\s*:",
        "und",
    ),
    "es": (
        r"publicad[oa](?:\s+el)?",
        r"(?:última\s+)?actuali(?:zad[oa]|zación)(?:\s+el)?",
        r"(?:(?:escrito|publicado)\s+)?por|autor(?:a|es)?\s*:",
        "y|e",
    ),
    "fr": (
        r"publiée?(?:\s+le)?",
        r"(?:mise?\s+à\s+jour|modifiée?|actualisée?)(?:\s+le)?",
        r"(?:(?:écrit|publié|rédigé)\s+)?par|auteure?s?\s*:",
        "et",
    ),
    "it": (
        r"pubblicat[oa](?:\s+il)?",
        r"(?:ultimo\s+)?aggiorna(?:t[oa]|mento)(?:\s+il)?",
        r"(?:(?:scritto|pubblicato)\s+)?(?:di|da)|autor[ei]\s*:",
        "e",
    ),
    "pt": (
        r"publicad[oa](?:\s+em)?",
        r"(?:última\s+)?atualiza(?:d[oa]|ção)(?:\s+em)?",
        r"(?:(?:escrito|publicado)\s+)?por|autor(?:a|es)?\s*:",
        "e",
    ),
    "nl": (
        r"(?:gepubliceerd|geplaatst)(?:\s+op)?",
        r"(?:laatst\s+)?(?:bijgewerkt|gewijzigd|geüpdatet)(?:\s+op)?",
        r"(?:(?:geschreven|geplaatst|gepubliceerd)\s+)?door|auteurs?\s*:",
        "en",
    ),
    "pl": (
        r"opublikowan[oya]|data\s+publikacji",
        r"(?:ostatnia\s+)?(?:zaktualizowan[oya]|aktualizacja)",
        r"autor(?:zy|ka)?\s*:|przez",
        "i|oraz",
    ),
}


@per_page
def _language(document: Document) -> str | None:
    """The language of `_WORDS` that the page states, None where it is another, English or not stated."""
    said = document.head.language or document.head.meta.get("og:locale") or ""
    code = said[:2].lower()
    return code if code in _WORDS and not said[2:3].isalpha() else None


def line_of(run: Run, document: Document) -> str:
    """What stands in a run, its pieces apart by ` | `: dates of other languages as `2022-05-03 12:30`, their words for
    published, updated and by in English. Long runs and those in English are as they stand."""
    text = run.text if len(run.pieces) == 1 else " | ".join(_whole_words(run))
    if len(text) > MAX_CHARACTERS:
        return text
    language = _language(document)
    return with_numbers(text) if language is None else in_english(text, language)


def _whole_words(run: Run) -> list[str]:
    """The pieces, a last letter that has an element of its own put back behind its word."""
    pieces: list[str] = []
    for piece in run.pieces:
        if len(piece) == 1 and pieces and piece.islower() and f"{pieces[-1]}{piece}" in run.text:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def in_english(text: str, language: str) -> str:
    """The line with its dates in numbers and its words around them and around names in English."""
    patterns = _patterns(language)
    text = with_numbers(text)
    text, signed = patterns[_BY].subn(lambda match: f"{match[1]}By ", text, count=1)
    if signed:
        text = patterns[_AND].sub(" and ", text)
    return patterns[_UPDATED].sub("Updated ", patterns[_PUBLISHED].sub("Published ", text))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = _WORDS[language]
    return (
        re.compile(rf"\b(?:{words[_PUBLISHED]})(?!\w)", re.IGNORECASE),
        re.compile(rf"\b(?:{words[_UPDATED]})(?!\w)", re.IGNORECASE),
        # Nothing, a bar or a time stands in front, and a name or nothing behind.
        re.compile(rf"(^\W*|[|•·–—-]\s*|\d\s+)(?i:{words[_BY]})(?:(?=\W*$)|[\s|:]+(?=[^\W\d_]))"),
        re.compile(rf"\s+(?:{words[_AND]})\s+(?=[^\W\d_])"),
    )


def with_numbers(text: str) -> str:
    """The text with every whole date whose month is named in another language as `2022-05-03`, and its time of day."""
    if _YEAR.search(text) is None:
        return text
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        text = pattern.sub(_numbers, text)
    return _IDEOGRAPHS.sub(lambda match: f"{match['year']}-{match['month']:0>2}-{match['day']:0>2}", text)


def _numbers(match: re.Match[str]) -> str:
    word = match["month"].casefold()
    month = _MONTHS.get(word)
    if month is None or (word in _ENGLISH and match["mark"] is None):
        return match[0]
    clock = f" {match['hour']:0>2}:{match['minute']}{match['half'] or ''}" if match["hour"] is not None else ""
    return f"{match['year']}-{month:02d}-{match['day']:0>2}{clock}"
