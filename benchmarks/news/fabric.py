"""What a system's machinery adds to markup: boxes around boxes, spans around texts, icons, attributes."""

from __future__ import annotations

from benchmarks.news.chance import Chance
from benchmarks.news.markup import Node, Text, h

_BOXES = frozenset({"div", "section", "article", "main", "aside", "header", "footer", "figure", "ul", "nav"})
_HOLD = frozenset({"div", "section", "article", "main", "aside", "body", "td"})
_WRAPPERS = (
    ("row", "col-xs-12", "inner"), ("container", "wrapper", "content"), ("region", "block", "block-content"), ("layout__region", "layout__inner", ""), ("module", "module-inner", "clearfix"),
    ("widget", "widget-wrap", "textwidget"), ("vc_row wpb_row", "vc_column_container", "wpb_wrapper"), ("td-pb-row", "td-pb-span8", "td_block_wrap"), ("panel", "panel-body", "pane-content"), ("", "", ""),
)  # fmt: skip
_ICONS = ("facebook", "chevron-right", "play", "clock", "search", "share", "arrow", "external")


def weave(root: Node, chance: Chance) -> None:
    """Add it all in the manner of one page; no text is added, lost or moved."""
    wrappers, often = chance.choice(_WRAPPERS), chance.choice((0.05, 0.12, 0.2, 0.3))
    spanned = set(chance.sample(("a", "button", "h2", "h3", "h4", "li", "figcaption", "time"), chance.below(5)))
    mark = chance.pick({"": 4.0, "vue": 1.5, "react": 1.0, "track": 2.5})
    scope = f"data-v-{chance.randint(16**6, 16**7):x}"
    for count, node in enumerate(list(root.nodes())):
        if node.tag in spanned and node.children and chance.maybe(0.9):
            _span(node)
        if node.tag in ("a", "button") and chance.maybe(0.08):
            _icon(node, chance)
        if node.tag in _HOLD:
            node.children = [_boxed(child, chance, wrappers) if isinstance(child, Node) and child.tag in _BOXES and chance.maybe(often) else child for child in node.children]  # fmt: skip
        _mark(node, count, mark, scope)


def _span(node: Node) -> None:
    if all(isinstance(child, str | Text) for child in node.children):
        node.children = [h("span", *node.children)]


def _icon(node: Node, chance: Chance) -> None:
    name = chance.choice(_ICONS)
    icon = chance.choice((h(f"i.fa.fa-{name}", aria__hidden="true"), h(f"svg.icon.icon-{name}", h("use", href=f"#icon-{name}"), aria__hidden="true")))  # fmt: skip
    node.children.insert(chance.choice((0, len(node.children))), icon)


def _boxed(child: Node, chance: Chance, wrappers: tuple[str, ...]) -> Node:
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(wrappers)
        child = h("div", child, **({"class": name} if name else {}))
    return child


def _mark(node: Node, count: int, mark: str, scope: str) -> None:
    if mark == "vue" and node.tag not in ("script", "style", "meta", "link"):
        node.attributes[scope] = ""
    elif mark == "react" and count % 2 == 0 and node.tag in _BOXES:
        node.attributes["data-reactid"] = str(count)
    elif mark == "track" and node.tag == "a":
        node.attributes.update({"data-track": "click", "data-position": str(count % 40), "rel": "noreferrer"})
