"""The tree of an OFD file: documents, their pages and templates, fonts, annotations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.errors import DamagedFile, EncryptedFile
from auditor.readers._parts import Parts, local

Quad = tuple[float, float, float, float]
A4: Quad = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: the name of its content and of its annotations, where there are any."""

    content: str
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """One document of the file. `area` in millimetres: x, y, width, height; `attachments` are names for people and of parts."""

    package: Parts
    folder: str
    leaves: tuple[Leaf, ...]
    area: Quad = A4
    templates: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[tuple[str, str], ...] = ()


def volumes(package: Parts) -> Iterator[Volume]:
    """The documents in order. Raises DamagedFile where the tree cannot be followed, EncryptedFile where it is enciphered."""
    root = package.xml("OFD.xml")
    roots = [(e.text or "").strip() for e in root.iter() if local(e) == "DocRoot"]
    if not roots or not any(name in package for name in roots):
        if any("encrypt" in name or "decrypt" in name for name in package.names()):
            raise EncryptedFile("OFD 已加密，请在 OFD 阅读器中解除保护并另存后再审查")
        raise DamagedFile("OFD 结构不完整，请重新下载，或用 OFD 阅读器打开后另存")
    yield from (_volume(package, name) for name in roots if name in package)


def _volume(package: Parts, name: str) -> Volume:
    root, folder = package.xml(name), name.rpartition("/")[0]
    leaves, templates = [], {}
    notes = _annotations(package, root, folder)
    for element in root.iter():
        where = local(element)
        if where == "Page" and element.get("BaseLoc"):
            leaves.append(Leaf(find(package, folder, element.get("BaseLoc")), notes.get(element.get("ID", ""), ())))
        elif where == "TemplatePage" and element.get("BaseLoc"):
            templates[element.get("ID", "")] = find(package, folder, element.get("BaseLoc"))
    fonts, units = _resources(package, root, folder)
    return Volume(
        package, folder, tuple(leaves), area(root) or A4, templates, fonts, units, tuple(_attachments(package, root, folder))
    )


def find(package: Parts, folder: str, place: str) -> str:
    """A location as written (absolute, or relative to the document) as the name of a part that is there; else as if relative."""
    relative = f"{folder}/{place}"
    return place if place.startswith("/") or (relative not in package and place in package) else relative


def area(root: Any) -> Quad | None:
    """The first physical box below `root`, in millimetres; None for none, or one of no size."""
    for element in root.iter():
        if local(element) == "PhysicalBox":
            values = numbers(element.text)
            return (values[0], values[1], values[2], values[3]) if len(values) == 4 and values[2] > 0 and values[3] > 0 else None
    return None


def numbers(text: str | None) -> list[float]:
    """Numbers parted by white space. Raises ValueError for anything else."""
    return [float(word) for word in (text or "").split()]


def _said(root: Any, name: str) -> str:
    return next(((e.text or "").strip() for e in root.iter() if local(e) == name), "")


def _list(package: Parts, root: Any, folder: str, kind: str) -> tuple[Any, str]:
    """The elements of the list of that `kind` which the document names, and its folder; a broken list costs only what it lists."""
    said = _said(root, kind)
    place = find(package, folder, said)
    try:
        return (package.xml(place).iter() if said and place in package else ()), place.rpartition("/")[0]
    except DamagedFile:
        return (), ""


def _annotations(package: Parts, root: Any, folder: str) -> dict[str, tuple[str, ...]]:
    """Page id -> its annotation files."""
    found: dict[str, tuple[str, ...]] = {}
    elements, beside = _list(package, root, folder, "Annotations")
    for page in (e for e in elements if local(e) == "Page"):
        key = page.get("PageID", "")
        found[key] = (*found.get(key, ()), find(package, beside, _said(page, "FileLoc")))
    return found


def _attachments(package: Parts, root: Any, folder: str) -> Iterator[tuple[str, str]]:
    """Name for people and name of the part of each file that the document carries."""
    elements, beside = _list(package, root, folder, "Attachments")
    for item in (e for e in elements if local(e) == "Attachment"):
        suffix = f".{item.get('Format')}" if item.get("Format") else ""
        name = (item.get("Name") or "附件").removesuffix(suffix) + suffix
        yield name, find(package, beside, _said(item, "FileLoc"))


def _resources(package: Parts, root: Any, folder: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Font id -> family, and composite id -> its element."""
    fonts: dict[str, str] = {}
    units: dict[str, Any] = {}
    for element in (e for e in root.iter() if local(e) in ("PublicRes", "DocumentRes")):
        name = find(package, folder, (element.text or "").strip())
        for item in package.xml(name).iter() if name in package else ():
            if local(item) == "Font":
                fonts[item.get("ID", "")] = item.get("FontName", "")
            elif local(item) == "CompositeGraphicUnit":
                units[item.get("ID", "")] = item
    return fonts, units
