"""Who saved the file with what program, and the properties by which it is known."""

from __future__ import annotations

from pipeline.package import Package, attribute, local
from pipeline.word.marks import PREFIX

_PROGRAMS = {"libreoffice": "LibreOffice", "wps": "WPS", "kingsoft": "WPS", "microsoft": "Word"}
_LONGEST = 60


def properties(package: Package) -> dict[str, str]:
    """The custom properties this project wrote, without their prefix."""
    return {k.removeprefix(PREFIX): v for k, v in _custom(package).items() if k.startswith(PREFIX)}


def _custom(package: Package) -> dict[str, str]:
    root = package.own("custom-properties")
    entries = [e for e in root if local(e) == "property"] if root is not None else []
    return {attribute(e, "name"): "".join(e.itertext()) for e in entries}


def saved_by(package: Package) -> str:
    """Word, WPS, LibreOffice, or what the program calls itself."""
    if any(name.startswith("KSO") for name in _custom(package)):  # WPS calls itself Word at times
        return "WPS"
    name = _text(package, "extended-properties", "Application")
    return next((ours for word, ours in _PROGRAMS.items() if word in name.casefold()), name[:_LONGEST])


def modified_by(package: Package) -> str:
    """The person who saved the file last, as the program knows them."""
    return _text(package, "core-properties", "lastModifiedBy")[:_LONGEST]


def _text(package: Package, part: str, name: str) -> str:
    root = package.own(part)
    found = (e.text or "" for e in root if local(e) == name) if root is not None else ()
    return next(iter(found), "").strip()
