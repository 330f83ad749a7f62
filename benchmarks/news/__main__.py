"""`python -m benchmarks.news [--write DIR | --show NAME]`: what the set has; its pages as files with their truth beside; one page's texts by role."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from benchmarks.news.pages import NewsPage, news_pages


def main() -> None:
    """Count, write or show."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.news", description="Made pages of short local news.")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write every page as NAME.html and NAME.json")
    parser.add_argument("--show", metavar="NAME", help="print a page's texts with their roles, such as gray-03")
    asked = parser.parse_args()
    pages = news_pages()
    if asked.show:
        show(next(page for page in pages if page.name == asked.show))
    elif asked.write:
        write(pages, asked.write)
    else:
        count(pages)


def write(pages: list[NewsPage], folder: Path) -> None:
    """Every page as two files."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / f"{page.name}.html").write_text(page.html, encoding="utf-8")
        truth = {k: v for k, v in asdict(page).items() if k != "html"} | {"shapes": sorted(page.shapes)}
        (folder / f"{page.name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(pages)} pages in {folder}")


def show(page: NewsPage) -> None:
    """A page's texts, one a line, the role before each."""
    print(page.name, page.half, page.url, sorted(page.shapes))
    print(page.headline, page.dek, page.authors, page.agency, page.published, page.updated, sep=" | ")
    for role, text in page.pieces:
        print(f"{role:>15}  {text}")


def count(pages: list[NewsPage]) -> None:
    """Pages, words and sizes by system; how many pages have each shape; words by role."""
    words: Counter[str] = Counter()
    for page in pages:
        for role, text in page.pieces:
            words[role] += len(text.split())
    print(f"{len(pages)} pages, {sum(len(page.html) for page in pages) / 1e6:.1f} MB")
    shapes = Counter(shape for page in pages for shape in page.shapes)
    print("shapes:", ", ".join(f"{name} {n}" for name, n in shapes.most_common()))
    print("words by role:", ", ".join(f"{role} {n:,}" for role, n in words.most_common()))
    for system in dict.fromkeys(page.system for page in pages):
        own = [page for page in pages if page.system == system]
        body = sorted(len(page.body.split()) for page in own)
        size = sorted(len(page.html) for page in own)
        print(f"  {system:<14}{own[0].half:<8} words of body {body[0]:>4} to {body[-1]:>4}, median {body[len(body) // 2]:>4}; {size[0] // 1000:>4} to {size[-1] // 1000:>4} kB")  # fmt: skip


main()
