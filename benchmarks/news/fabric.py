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


def weave(root: Node, seed: str) -> None:
    """Add it all, the same to what is named the same on every page of the same seed; no text is added, lost or moved."""
    chance = Chance(seed)
    wrappers, often = chance.choice(_WRAPPERS), chance.choice((0.1, 0.2, 0.3, 0.4))
    spanned = set(chance.sample(("a", "button", "h2", "h3", "h4", "li", "figcaption", "time"), chance.below(5)))
    mark = chance.pick({"": 4.0, "vue": 1.5, "react": 1.0, "track": 2.5})
    scope = f"data-v-{chance.randint(16**6, 16**7):x}"
    boxes: dict[str, list[str]] = {}
    for count, node in enumerate(list(root.nodes())):
        if node.tag in spanned and all(isinstance(child, str | Text) for child in node.children):
            node.children = [h("span", *node.children)] if node.children else []
        if node.tag in ("a", "button"):
            own = Chance(f"{seed} {_kind(node)}")
            if own.maybe(0.12):
                node.children.insert(0, _icon(own.choice(_ICONS)))
        if node.tag in _HOLD:
            node.children = [_boxed(child, boxes, seed, wrappers, often) for child in node.children]
        _mark(node, count, mark, scope)


def _kind(node: Node) -> str:
    return f"{node.tag}.{node.attributes.get('class', '')}"


def _icon(name: str) -> Node:
    if name.startswith(("c", "s")):
        return h(f"i.fa.fa-{name}", aria__hidden="true")
    return h(f"svg.icon.icon-{name}", h("use", href=f"#icon-{name}"), aria__hidden="true")


def _boxed(
    child: Node | Text | str, boxes: dict[str, list[str]], seed: str, wrappers: tuple[str, ...], often: float
) -> Node | Text | str:
    if not isinstance(child, Node) or child.tag not in _BOXES:
        return child
    kind = _kind(child)
    if kind not in boxes:
        own = Chance(f"{seed} {kind}")
        boxes[kind] = [own.choice(wrappers) for _ in range(own.randint(1, 3) if own.maybe(often) else 0)]
    for name in boxes[kind]:
        child = h("div", child, **({"class": name} if name else {}))
    return child


def _mark(node: Node, count: int, mark: str, scope: str) -> None:
    if mark == "vue" and node.tag not in ("script", "style", "meta", "link"):
        node.attributes[scope] = ""
    elif mark == "react" and count % 2 == 0 and node.tag in _BOXES:
        node.attributes["data-reactid"] = str(count)
    elif mark == "track" and node.tag == "a":
        node.attributes.update({"data-track": "click", "data-position": str(count % 40), "rel": "noreferrer"})
