"""The rules over 项目支出: projects nest, and one project is split over sources and recipients."""

from __future__ import annotations

from pipeline.articulation.books import AMOUNT_COLUMNS, Books, project_item
from pipeline.articulation.sums import Breaches, add_up
from schemas.figures import normalise_key


def project_total(books: Books) -> Breaches:
    """项目支出 = the sum of the projects at the top (those that name no project above them)."""
    nested = {
        normalise_key(row.name) for row in books.report.projects if row.parent and row.parent != "项目支出"
    }
    names = dict.fromkeys(row.name for row in books.report.projects)
    top = [f"项目.{name}" for name in names if normalise_key(name) not in nested]
    yield from add_up(books, "项目支出", "项目支出", top, AMOUNT_COLUMNS, listing=True)


def project_parts(books: Books) -> Breaches:
    """Projects add up to the project, or the row of 收支, above them."""
    names = {normalise_key(row.name) for row in books.report.projects}
    accounts = {normalise_key(row.name) for row in books.report.accounts} - names
    for parent in dict.fromkeys(row.parent for row in books.report.projects if row.parent):
        key = normalise_key(parent)
        rows = [r for r in books.report.projects if r.parent and normalise_key(r.parent) == key]
        items = list(dict.fromkeys(f"项目.{row.name}" for row in rows))
        whole = parent if key in accounts else f"项目.{parent}"
        if whole != "项目支出":  # has a rule of its own
            yield from add_up(books, parent, whole, items, AMOUNT_COLUMNS, listing=True)


def project_funding(books: Books) -> Breaches:
    """A project's 资金来源 add up to it; a source that is split over recipients counts once."""
    for name in dict.fromkeys(row.name for row in books.report.projects):
        rows = [r for r in books.report.projects if r.name == name and r.funding]
        totals = {r.funding for r in rows if not r.recipient}
        parts = [r for r in rows if not r.recipient or r.funding not in totals]
        items = [project_item(row) for row in parts]
        yield from add_up(books, name, f"项目.{name}", items, AMOUNT_COLUMNS, listing=True)


def project_recipients(books: Books) -> Breaches:
    """A project's 承担单位 add up to it, and within one 资金来源 to that source."""
    groups = dict.fromkeys((row.name, row.funding) for row in books.report.projects if row.recipient)
    for name, funding in groups:
        rows = [r for r in books.report.projects if (r.name, r.funding) == (name, funding) and r.recipient]
        whole = f"项目.{name}.{funding}" if funding else f"项目.{name}"
        items = [project_item(row) for row in rows]
        yield from add_up(books, name, whole, items, AMOUNT_COLUMNS, listing=True)
