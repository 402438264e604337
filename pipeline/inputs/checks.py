"""Checks over the whole input: what the outline requires, slips of unit, notes that point nowhere."""

from __future__ import annotations

from pipeline.inputs.faults import Faults, clip, suggest
from pipeline.inputs.layout import fold
from pipeline.inputs.reading import Reading
from pipeline.inputs.required import matches, missing_required
from pipeline.inputs.settings_file import FILE
from pipeline.inputs.slips import unit_slips
from pipeline.inputs.years import check_year
from schemas.findings import Fault
from schemas.inputs import ActivityNote, ReportInput, Waiver
from schemas.outline import Outline

WAIVABLE = frozenset(
    {
        "unit-slip",
        "required-missing",
        "too-many-decimals",
        "hidden-cells",
        "hidden-sheet",
        "merged-cells",
        "date-outside-year",
        "year-mismatch",
        "unknown-about",
        "garbled",
        "split-number",
        "note-table",
    }
)
"""Faults that a clerk may know better about; the others leave nothing that could be used."""


def check_input(
    report: ReportInput, outline: Outline | None, reading: Reading, *, read_data: bool, settings_read: bool
) -> None:
    """Adds what only shows when everything has been read, then applies the waivers."""
    faults = reading.faults
    other = None
    if settings_read:
        other = check_year(report.settings.year, reading.dated, report.notes, faults)
        if other is None:
            _signing_date(report, faults)
    if read_data:
        unit_slips(report, reading)
        if outline is not None:
            missing_required(outline, reading)
    for note in report.notes:
        strange = note.date is not None and note.date.year != other
        if strange and "year" in report.settings.model_fields_set and settings_read:
            _note_date(note, report.settings.year, faults)
        if outline is not None:
            _note_sections(note, outline, faults)
        if read_data and not reading.renamed:  # what a misnamed sheet holds nobody knows
            _note_about(note, reading)
    faults.items = [waive(f, report.settings.waivers) for f in faults]


def _signing_date(report: ReportInput, faults: Faults) -> None:
    date, year = report.settings.date, report.settings.year
    if date is not None and not year <= date.year <= year + 2:
        faults.warn(
            "date-outside-year",
            f"成文日期{date}不像是{year}年度报告的日期。",
            file=FILE,
            cell="成文日期",
            found=str(date),
            expected=f"{year + 1}年的日期",
            advice="请核对成文日期和年度。",
        )


def _note_date(note: ActivityNote, year: int, faults: Faults) -> None:
    if note.date is not None and note.date.year != year:
        faults.warn(
            "date-outside-year",
            f"记录的日期{note.date}不在{year}年。",
            file=note.file,
            cell="日期",
            found=str(note.date),
            expected=f"{year}年内的日期",
            advice="请核对日期；不是本年度的活动请移走。",
        )


def _note_sections(note: ActivityNote, outline: Outline, faults: Faults) -> None:
    for name in outline.named(note.sections)[1]:
        headings = [s.heading for s in outline.sections if s.body]
        faults.warn(
            "unknown-section",
            f"提纲“{outline.label}”没有叫“{clip(name)}”的一节。",
            file=note.file,
            cell="章节",
            found=name,
            expected="；".join(headings),
            advice=suggest(name, headings) + "请改正；不写就由程序分配。",
        )


def _note_about(note: ActivityNote, reading: Reading) -> None:
    """A reason must explain something: a key, or the beginning of one (an item), or a derived figure."""
    for name in note.about:
        stem = name
        for tail in (".比上年增减额", ".比上年增减率", ".执行率", ".完成率", ".控制率", ".占比"):
            stem = stem.removesuffix(tail)
        if not any(matches(p, reading.entries) for p in (stem, f"{stem}.*", f"*.{stem}", f"*.{stem}.*")):
            items = list(dict.fromkeys(k.rsplit(".", 1)[0] for k in reading.entries))
            reading.faults.warn(
                "unknown-about",
                f"说明的对象“{clip(name)}”不在数据中。",
                file=note.file,
                cell="说明",
                found=name,
                expected="数据名称，如 公用经费.决算",
                advice=suggest(stem, items) + "请改正。",
            )


def waive(fault: Fault, waivers: tuple[Waiver, ...]) -> Fault:
    """The fault, with the clerk's reason when ``report.yaml`` waives it."""
    for waiver in waivers:
        if waiver.rule == fault.code in WAIVABLE and fold(waiver.item) in fold(fault.message):
            return fault.model_copy(update={"waived": waiver.reason})
    return fault
