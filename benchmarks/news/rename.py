"""What builds and redesigns do to class names: scoped hashes, module names, utility classes, or none at all."""

from __future__ import annotations

import re
from typing import Literal

from benchmarks.news.chance import Chance
from benchmarks.news.markup import Node

Manner = Literal["real", "hashed", "modules", "utility", "bare"]
_UTILITY = ("flex", "block", "grid", "relative", "w-full", "mx-auto", "px-4", "py-2", "mt-4", "mb-6", "text-sm", "text-lg", "font-bold", "leading-6", "md:col-span-8", "lg:w-1/3", "gap-4", "border-t", "bg-white", "items-center", "hidden-xs", "overflow-hidden", "text-gray-600", "space-y-4")  # fmt: skip
_MODULES = ("Box", "Stack", "Card", "Layout", "Module", "Text", "Group", "Panel", "Region", "Item", "Wrapper", "Column")


def rename(root: Node, chance: Chance, manner: Manner) -> None:
    """Give every class another name, the same class the same one everywhere; ids go with them, itemprops stay at times."""
    if manner == "real":
        return
    known: dict[str, str] = {}
    keep_itemprop = chance.maybe(0.4)
    for node in root.nodes():
        if node.tag in ("head", "meta", "link", "script"):
            continue
        names = node.attributes.pop("class", "").split()
        made = [] if manner == "bare" else [_other(name, known, chance, manner) for name in names]
        if manner == "utility" and names:
            made += chance.sample(_UTILITY, chance.randint(1, 4))
        if made:
            node.attributes["class"] = " ".join(dict.fromkeys(made))
        identity = node.attributes.get("id", "")
        if identity and not re.match(r"[SB]:\d", identity):
            del node.attributes["id"]
            if chance.maybe(0.2):
                node.attributes["id"] = _other(identity, known, chance, "hashed")
        for name in [n for n in node.attributes if n.startswith("data-") and n != "data-src"]:
            del node.attributes[name]
        if not keep_itemprop:
            node.attributes.pop("itemprop", None)
            node.attributes.pop("property", None) if node.tag != "meta" else None


def _other(name: str, known: dict[str, str], chance: Chance, manner: Manner) -> str:
    if name not in known:
        letters = "".join(
            chance.choice("abcdefghjkmnpqrstvwxyzABCDEFGHKMNPRSTXYZ") for _ in range(chance.randint(4, 6))
        )
        if manner == "hashed":
            known[name] = chance.choice((f"sc-{letters.lower()}{chance.below(10)}", f"css-{letters.lower()}", letters))
        elif manner == "modules":
            known[name] = f"{chance.choice(_MODULES)}_{chance.choice(_MODULES).lower()}__{letters}"
        else:
            known[name] = chance.choice(_UTILITY)
    return known[name]
