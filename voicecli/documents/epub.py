"""Electronic books to blocks, chapter by chapter in the order of reading.

EPUB 2 and 3 (https://www.w3.org/TR/epub-33): a ZIP file whose package names the chapters, which
are web pages, and their order.
"""

import posixpath
import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from voicecli.documents.archives import open_archive
from voicecli.documents.hypertext import blocks_of, parse, words_of
from voicecli.documents.text import decode, title_from
from voicecli.errors import DocumentError
from voicecli.types import Block, Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_OF_XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


def read_epub(raw: bytes, name: str) -> Document:
    """Read a book. Raises DocumentError when it is damaged, protected or has no text."""
    with open_archive(raw, name) as archive:
        try:
            package_path = _package_path(archive, name)
            package = _xml(archive, package_path)
            blocks = tuple(_chapters(archive, package, posixpath.dirname(package_path)))
        except DocumentError as error:
            raise _refused(archive, name, error) from error
    if not blocks:
        raise DocumentError("empty-document", f"{name} has no text.", "Its pages are pictures.")
    title = package.find(".//metadata/title")
    return Document(
        name, (words_of(title) if title is not None else "") or title_from(name), blocks
    )


def _refused(archive: ZipFile, name: str, error: DocumentError) -> DocumentError:
    """Why a book cannot be read, one page of which could not."""
    if "META-INF/rights.xml" in archive.namelist():
        return DocumentError(
            "protected-document",
            f"{name} is protected against copying.",
            "Only its shop's own programs can read it.",
        )
    return DocumentError(error.code, f"{name}: {error.message}", "Save the book again as EPUB.")


def _chapters(archive: ZipFile, package: "Element", folder: str) -> Iterator[Block]:
    """The blocks of each page in the spine, under its own headings or the contents' title.

    A page that stands there again, which the standard forbids, is read once: a small file could
    hold a library so.
    """
    members = set(archive.namelist())
    items = {item.get("id"): item for item in package.iterfind(".//manifest/item")}
    titles = _contents(archive, package, folder, members)
    read: set[str] = set()
    for reference in package.iterfind(".//spine/itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        path = _member(folder, item.get("href") or "")
        if path not in members or "html" not in (item.get("media-type") or "html"):
            continue
        if path in read or not archive.read(path).strip():
            continue
        read.add(path)
        page = _xml(archive, path)
        is_headed = any(page.find(f".//h{level}") is not None for level in (1, 2, 3))
        above = (titles[path],) if path in titles and not is_headed else ()
        yield from blocks_of(page, above, lines=False)


def _contents(
    archive: ZipFile, package: "Element", folder: str, members: set[str]
) -> dict[str, str]:
    """What the table of contents calls each page: EPUB 3's nav, else EPUB 2's NCX."""
    found: dict[str, str] = {}
    for item in package.iterfind(".//manifest/item"):
        path = _member(folder, item.get("href") or "")
        is_nav = "nav" in (item.get("properties") or "").split()
        is_ncx = item.get("media-type") == "application/x-dtbncx+xml"
        if path not in members or not (is_nav or is_ncx):
            continue
        tree, inside = _xml(archive, path), posixpath.dirname(path)
        if is_nav:
            entries = [(a.get("href"), words_of(a)) for a in tree.iterfind(".//nav//a")]
        else:
            entries = [
                (point.find("content").get("src"), words_of(point.find("navLabel")))
                for point in tree.iterfind(".//navPoint")
                if point.find("content") is not None and point.find("navLabel") is not None
            ]
        for target, title in entries:
            if title:
                found.setdefault(_member(inside, target or ""), title)
    return found


def _package_path(archive: ZipFile, name: str) -> str:
    if _CONTAINER in archive.namelist():
        root = _xml(archive, _CONTAINER).find(".//rootfile")
        if root is not None and root.get("full-path") in archive.namelist():
            return str(root.get("full-path"))
    found = next((path for path in archive.namelist() if path.lower().endswith(".opf")), "")
    if not found:
        raise DocumentError("broken-document", "It is no EPUB: it names no pages.")
    return found


def _member(folder: str, address: str) -> str:
    """The member that an address in a file of that folder leads to."""
    path = unquote(address.split("#")[0])
    return posixpath.normpath(posixpath.join(folder, path))


def _xml(archive: ZipFile, path: str) -> "Element":
    """The tree of a member, with plain names; what is no XML is read as a web page."""
    from lxml import etree

    text = _DOCTYPE.sub("", decode(archive.read(path), path), count=1)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _ENTITY.sub(_character, text))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        return parse(text)
    for element in root.iter("*"):
        element.tag = (
            etree.QName(element).localname.lower()
            if _is_page(path)
            else (etree.QName(element).localname)
        )
    return root


def _is_page(path: str) -> bool:
    return not path.endswith((".opf", ".ncx", "container.xml"))


def _character(match: re.Match[str]) -> str:
    """The character of an entity that HTML knows and XML does not."""
    return match[0] if match[1] in _OF_XML else html5.get(match[1], match[0])
