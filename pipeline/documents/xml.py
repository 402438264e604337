"""XML from strangers: no entity, no DTD, no network, bounded."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pipeline.errors import DocumentError


def parse(raw: bytes, name: str) -> Any:
    """The root element; DocumentError when *raw* is not well-formed or brings a DTD along."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name) from error
    if str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise damaged(name)
    return root


def local(element: Any) -> str:
    """The tag without its namespace: documents of the strict and the usual kind differ in that alone."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The attribute *name*, whatever its namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def child(element: Any, *names: str) -> Any | None:
    """The first descendant along the path *names*."""
    for name in names:
        element = next((e for e in element if local(e) == name), None)
        if element is None:
            return None
    return element


def damaged(name: str) -> DocumentError:
    """What is said of a file whose content cannot be made out."""
    return DocumentError(
        f"“{name}”已损坏，或不是可用的 Word 文件。", "请用 Word 或 WPS 打开后另存为 .docx 再试。"
    )
