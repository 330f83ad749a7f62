"""`python -m benchmarks.widgets [tuning|held_out|variant|real|cost] [--notes]`: how well widgets are found, and what that costs."""

from __future__ import annotations

import sys

from benchmarks.widgets import cost, real
from benchmarks.widgets.run import all_variants, score_variant
from benchmarks.widgets.scoring import Score
from benchmarks.widgets.words import Part

PARTS = ("tuning", "held_out", "variant", "real", "cost")


def made(part: Part, *, notes: bool) -> None:
    """The figures of one part of the made pages, by kind and by form."""
    whole, by_form = Score(), {}
    pages = set()
    for variant in all_variants(part):
        pages.add(variant.page.name)
        score = by_form.setdefault(variant.form, Score())
        score_variant(score, variant)
        score_variant(whole, variant)
    print(f"{part}: {len(pages)} pages in {len(by_form)} forms")
    print_kinds(whole)
    for form, score in sorted(by_form.items()):
        print(f"  {form:<22}{'':>19} F1 {score.f1():.3f}  values {score.accuracy():.3f}")
    print(
        f"  article's own text kept {whole.paragraphs_kept} of {whole.paragraphs}, titles of widgets in the article {whole.widgets_in_article}"
    )
    print(
        f"  texts that lost a line {whole.blocks_lost}; wrong values that are called proved {len(whole.false_proofs)}"
    )
    for note in [*whole.false_proofs, *(whole.notes if notes else ())]:
        print("   ", note)


def print_kinds(score: Score) -> None:
    """Precision, recall, F1 and value accuracy by kind, then of all."""
    print(f"  {'kind':<22}{'n':>5}{'prec.':>7}{'recall':>7}{'F1':>7}{'values':>8}")
    for kind in score.kinds():
        right, wrong, missed = score.right[kind], score.wrong[kind], score.missed[kind]
        precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
        print(
            f"  {kind:<22}{right + missed:>5}{precision:>7.3f}{recall:>7.3f}{score.f1(kind):>7.3f}{score.accuracy(kind):>8.3f}"
        )
    print(
        f"  {'all':<22}{sum(score.right.values()) + sum(score.missed.values()):>5}{'':>14}{score.f1():>7.3f}{score.accuracy():>8.3f}"
    )


def main() -> None:
    """Print what was asked for, everything without a word."""
    notes = "--notes" in sys.argv
    asked = [word for word in sys.argv[1:] if not word.startswith("--")] or list(PARTS)
    for part in asked:
        if part == "real":
            real.report(notes=notes)
        elif part == "cost":
            cost.report()
        elif part in ("tuning", "held_out", "variant"):
            made(part, notes=notes)
        else:
            raise SystemExit(f"{part!r} is none of {', '.join(PARTS)}")


main()
