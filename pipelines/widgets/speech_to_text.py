"""`speech_to_text`: the machine's transcript of a video. The transcript is in `text`, its boilerplate in `note`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.list_lines import ends_list
from pipelines.widgets.page_words import runs_saying

_HEADING = re.compile(
    r"(?:speech[ -]to[ -]text|(?:video |automated |auto[- ]generated |full |closed[ -]caption(?:ing|ed)? |machine )*transcript)(?: (?:for|of|from) .{2,160})?\W*$",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"(?:transcript|speech[ -]to[ -]text|caption|text)\w*\b.*\b(?:automatic|auto-generated|computer|machine|generated|may not be (?:\w+ )?accurate|may contain errors)|(?:automatic|computer|machine)\w*\b.*\b(?:transcri|caption)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"transcri|speech|caption|text", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:this|these|the (?:following|above|text|transcript))\b", re.IGNORECASE)
_SPEECH = re.compile(r"speech[ -]to[ -]text", re.IGNORECASE)
_LONGEST_BOILERPLATE = 320
_MOST_TRIED = 20
_MOST_LINES = 2000
_ONE_LINE = 300
"""Characters of a line that is the whole speech, or a good part of it: a short line behind it is something else."""


def recognise(document: Document) -> Iterator[Found]:
    """Transcripts that stand under their heading or their boilerplate sentence."""
    end = tried = 0
    for run in runs_saying(document, "speech", "transcript", "caption"):
        if run.index < end or tried >= _MOST_TRIED or not _opens(run.text):
            continue
        tried += 1
        found = _transcript(document, run.index)
        if found is not None:
            end = found.end
            yield found


def _opens(text: str) -> bool:
    return len(text) <= _LONGEST_BOILERPLATE and bool(_HEADING.match(text) or _BOILERPLATE.search(text))


def _is_boilerplate(text: str) -> bool:
    return (
        len(text) <= _LONGEST_BOILERPLATE and _ABOUT.search(text) is not None and _BOILERPLATE.search(text) is not None
    )


def _transcript(document: Document, at: int) -> Found | None:
    runs = document.runs
    title = runs[at].text if _HEADING.match(runs[at].text) else None
    end = _end(document, at)
    body = runs[at + 1 if title else at : end]
    notes = [run.text for run in body if _is_boilerplate(run.text)]
    said = [run.text for run in body if run.text not in notes]
    # "Transcript" alone may head a section of the article: it needs its boilerplate.
    if not notes and not (title and _SPEECH.search(title)):
        return None
    if not title and not (said and _SENTENCE.search(notes[0])):
        return None
    why = f"heading '{title[:60]}'" if title else f"sentence '{notes[0][:60]}'"
    note = " ".join(notes) or None
    return Found("speech_to_text", at, end, why, title=title, note=note, text="\n".join(said), element=runs[at].element)


def _end(document: Document, at: int) -> int:
    """Where the transcript ends: with its element in HTML, at the first line of something else in text."""
    runs = document.runs
    if document.is_html:
        return _element_end(runs[at], at)
    spoken = False
    for index in range(at + 1, min(len(runs), at + _MOST_LINES)):
        # The speech itself is one long line, so length is no sign of an end here.
        short = len(runs[index].text) <= 90 and not _BOILERPLATE.search(runs[index].text)
        if index in document.claimed or (short and (spoken or ends_list(runs, index))):
            return index
        spoken = spoken or len(runs[index].text) >= _ONE_LINE
    return min(len(runs), at + _MOST_LINES)


def _element_end(run: Run, at: int) -> int:
    element = run.element
    while element is not None and element.end <= at + 1 and element.parent is not None:
        element = element.parent
    return element.end if element is not None else at + 1
