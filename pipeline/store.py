"""The report's memory: revisions, model calls, consents and dispositions. Nothing in it is ever changed.

A report folder keeps it in ``.zipingbao/report.db``; a database URL (PostgreSQL) does it for one report.
Every write is one short transaction, so that a killed process leaves the last committed state.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.database import (
    CALL,
    CONSENT,
    DISPOSITION,
    EXPORT,
    LEDGER,
    META,
    REMARK,
    REVISION,
    explain,
    file_engine,
    prepare,
    server_engine,
)
from pipeline.errors import StoreError
from pipeline.stale import Since, stale
from schemas.calls import Call, Completion, Message
from schemas.editing import Remark
from schemas.findings import Disposition, Finding, Status
from schemas.report import Author, Export, NewRevision, Revision

FOLDER = ".zipingbao"
FILE = "report.db"


def fingerprint(finding: Finding) -> str:
    """By which a finding is known again after the text around it has moved."""
    parts = (finding.section or "", finding.code, finding.quote, finding.expected or "")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class Store:
    """Opened with :meth:`open`; a context manager. Safe for several threads and several processes."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        with self._explained(), self._writing() as connection:
            self.report_id = prepare(connection, place)

    @classmethod
    def open(cls, place: Path | str) -> Store:
        """The store of the report folder *place*, or of the database whose URL it is; made when missing."""
        if isinstance(place, str) and "://" in place:
            return cls(server_engine(place), sa.make_url(place).render_as_string(hide_password=True))
        file = Path(place) / FOLDER / FILE
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"无法建立文件夹 {file.parent}：{error.strerror}。", "请检查磁盘空间和写入权限。"
            ) from error
        return cls(file_engine(file), str(file))

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Revisions

    def current(self, section: str) -> Revision | None:
        """The last revision of *section*; None when nothing was ever written."""
        found = self.revisions(section, last=1)
        return found[-1] if found else None

    def revisions(self, section: str, *, last: int | None = None) -> list[Revision]:
        """All revisions of *section* (or the *last* few), oldest first."""
        query = sa.select(REVISION).where(REVISION.c.section == section).order_by(REVISION.c.number.desc())
        rows = self._rows(query.limit(last) if last else query)
        return [self._revision(row) for row in reversed(rows)]

    def all_current(self) -> dict[str, Revision]:
        """The last revision of every section that has one."""
        newest = sa.select(REVISION.c.section, sa.func.max(REVISION.c.number)).group_by(REVISION.c.section)
        query = sa.select(REVISION).where(sa.tuple_(REVISION.c.section, REVISION.c.number).in_(newest))
        return {row["section"]: self._revision(row) for row in self._rows(query)}

    def append(
        self,
        section: str,
        text: str,
        author: Author,
        ledger: str,
        hint: str = "",
        findings: Sequence[Finding] = (),
        expected: int | None = None,
    ) -> Revision:
        """Write a new revision; StaleWrite unless *expected*, the number the writer saw, is still the last.

        0 means that the writer saw none.
        """
        new = NewRevision(
            section=section,
            text=text,
            author=author,
            ledger=ledger,
            hint=hint,
            findings=tuple(findings),
            expected=expected,
        )
        return self.append_all([new])[0]

    def append_all(
        self,
        revisions: Sequence[NewRevision],
        dispositions: Sequence[tuple[Finding, Disposition]] = (),
        remarks: Sequence[Remark] | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> list[Revision]:
        """Write all of them, with what else belongs to the same act, or nothing at all.

        StaleWrite names every section that somebody else changed meanwhile, and what was changed in it.
        """
        with self._explained(), self._writing() as connection:
            seen = self._last_numbers(connection, [new.section for new in revisions])
            if moved := [n for n in revisions if n.expected not in (None, seen[n.section])]:
                raise stale(moved, self._since(connection, moved))
            written = []
            for new in revisions:
                seen[new.section] += 1
                written.append(_numbered(new, seen[new.section]))
            if written:
                connection.execute(sa.insert(REVISION), [_revision_row(one) for one in written])
            if dispositions:
                connection.execute(sa.insert(DISPOSITION), [_disposition_row(*d) for d in dispositions])
            if remarks is not None:
                connection.execute(sa.insert(REMARK).values(_remark_row(remarks)))
            for name, value in (settings or {}).items():
                _set(connection, name, value)
        return written

    @staticmethod
    def _last_numbers(connection: sa.Connection, sections: Sequence[str]) -> dict[str, int]:
        """The last number of each section, which nobody else can change until this transaction ends."""
        if connection.dialect.name == "postgresql":  # SQLite's writers queue up anyway
            for section in sorted(set(sections)):
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(section))))
        newest = sa.select(REVISION.c.section, sa.func.max(REVISION.c.number)).group_by(REVISION.c.section)
        known = {row[0]: row[1] for row in connection.execute(newest)}
        return {section: known.get(section, 0) for section in sections}

    def _since(self, connection: sa.Connection, moved: Sequence[NewRevision]) -> dict[str, Since]:
        """What each writer saw last, and what is there now; None where there is nothing."""
        found = {}
        for new in moved:
            query = sa.select(REVISION).where(REVISION.c.section == new.section).order_by(REVISION.c.number)
            all_ = [self._revision(row) for row in connection.execute(query).mappings()]
            seen = next((r for r in all_ if r.number == new.expected), None)
            found[new.section] = (seen, all_[-1] if all_ else None)
        return found

    # Model calls

    def call(self, key: str) -> Completion | None:
        """The answer that was already paid for under *key*."""
        rows = self._rows(sa.select(CALL.c.completion).where(CALL.c.key == key))
        with self._explained():
            return Completion.model_validate_json(rows[0]["completion"]) if rows else None

    def save_call(
        self,
        key: str,
        section: str,
        step: int,
        model: str,
        request: Sequence[Message],
        completion: Completion,
    ) -> None:
        """Keep a finished answer; the first answer under a key stays."""
        values = {
            "key": key,
            "section": section,
            "step": step,
            "model": model,
            "request": json.dumps([m.model_dump() for m in request], ensure_ascii=False),
            "completion": completion.model_dump_json(),
            "created": _now().isoformat(),
        }
        self._insert_once(CALL, values)

    def calls(self, section: str | None = None) -> list[Call]:
        """Every answer ever paid for (of one section), oldest first."""
        query = sa.select(CALL).order_by(CALL.c.id)
        rows = self._rows(query if section is None else query.where(CALL.c.section == section))
        with self._explained():
            return [_call_of(row) for row in rows]

    # Ledgers that revisions were drawn from

    def save_ledger(self, version: str, figures: str) -> None:
        """Keep a version of the figures; the same version is kept once."""
        self._insert_once(LEDGER, {"version": version, "figures": figures, "created": _now().isoformat()})

    def ledger(self, version: str) -> str | None:
        """The figures of *version* as they were saved."""
        rows = self._rows(sa.select(LEDGER.c.figures).where(LEDGER.c.version == version))
        return str(rows[0]["figures"]) if rows else None

    def ledger_versions(self) -> list[str]:
        """Every version of the figures that was kept, the newest first."""
        rows = self._rows(sa.select(LEDGER.c.version).order_by(LEDGER.c.id.desc()))
        return [str(row["version"]) for row in rows]

    def ledger_dates(self) -> dict[str, dt.datetime]:
        """When each version of the figures was first written from."""
        rows = self._rows(sa.select(LEDGER.c.version, LEDGER.c.created))
        return {str(row["version"]): dt.datetime.fromisoformat(row["created"]) for row in rows}

    # Consent and dispositions

    def consent(self, endpoint: str) -> bool:
        """Whether the user agreed to send this report's data to *endpoint*."""
        return bool(self._rows(sa.select(CONSENT).where(CONSENT.c.endpoint == endpoint)))

    def grant(self, endpoint: str) -> None:
        """Keep the user's agreement."""
        self._insert_once(CONSENT, {"endpoint": endpoint, "created": _now().isoformat()})

    def disposition(self, finding: Finding) -> Disposition:
        """What was made of *finding*; open unless somebody said otherwise."""
        return self.dispositions().get(fingerprint(finding), Disposition(status=Status.OPEN))

    def dispositions(self) -> dict[str, Disposition]:
        """The latest disposition by the :func:`fingerprint` of its finding."""
        rows = self._rows(sa.select(DISPOSITION).order_by(DISPOSITION.c.id))
        with self._explained():
            return {row["finding"]: Disposition.model_validate_json(row["disposition"]) for row in rows}

    def dispose(self, finding: Finding, disposition: Disposition) -> None:
        """Record what was made of *finding*; a dismissal must say why."""
        if disposition.status is Status.DISMISSED and not disposition.reason.strip():
            raise ValueError("a dismissal needs a reason")
        with self._explained(), self._writing() as connection:
            connection.execute(sa.insert(DISPOSITION).values(_disposition_row(finding, disposition)))

    # Exports, and the remarks that persons left in them

    def save_export(self, export: Export) -> None:
        """Keep what a Word file was made from; it is known by its id when it comes back."""
        values = {"id": export.id, "created": _now().isoformat(), "export": export.model_dump_json()}
        self._insert_once(EXPORT, values)

    def exports(self) -> list[Export]:
        """Every export of this report, the newest first."""
        rows = self._rows(sa.select(EXPORT.c.export).order_by(EXPORT.c.created.desc()))
        with self._explained():
            return [Export.model_validate_json(row["export"]) for row in rows]

    def remarks(self) -> list[Remark]:
        """Persons' comments as the last import found them."""
        rows = self._rows(sa.select(REMARK.c.remarks).order_by(REMARK.c.id.desc()).limit(1))
        with self._explained():
            return [Remark.model_validate(one) for row in rows for one in json.loads(row["remarks"])]

    # Small facts about the report, such as the fingerprint of its last export

    def setting(self, name: str) -> str | None:
        """What was last kept under *name*."""
        rows = self._rows(sa.select(META.c.value).where(META.c.name == f"setting:{name}"))
        return rows[0]["value"] if rows else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep *value* under *name*, in place of what was there."""
        with self._explained(), self._writing() as connection:
            _set(connection, name, value)

    # The engine room

    def _rows(self, query: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        with self._explained(), self._engine.begin() as connection:
            return connection.execute(query).mappings().all()

    def _revision(self, row: sa.RowMapping) -> Revision:
        fields = dict(row) | {"author": json.loads(row["author"]), "findings": json.loads(row["findings"])}
        with self._explained():
            return Revision.model_validate(fields)

    def _insert_once(self, table: sa.Table, values: dict[str, Any]) -> None:
        build = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        with self._explained(), self._writing() as connection:
            connection.execute(build(table).values(values).on_conflict_do_nothing())

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._engine.connect().execution_options(zipingbao_write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn whatever the database says into one message for the clerk."""
        try:
            yield
        except (exc.SQLAlchemyError, ValidationError, json.JSONDecodeError) as error:
            raise explain(error, self._place) from error


def _set(connection: sa.Connection, name: str, value: str) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    kept = insert(META).values(name=f"setting:{name}", value=value)
    connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def _numbered(new: NewRevision, number: int) -> Revision:
    return Revision.model_validate(
        {**new.model_dump(exclude={"expected"}), "number": number, "created": _now()}
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _revision_row(revision: Revision) -> dict[str, Any]:
    fields = revision.model_dump(mode="json")
    return fields | {
        "author": json.dumps(fields["author"], ensure_ascii=False),
        "findings": json.dumps(fields["findings"], ensure_ascii=False),
    }


def _disposition_row(finding: Finding, disposition: Disposition) -> dict[str, Any]:
    return {
        "finding": fingerprint(finding),
        "disposition": disposition.model_dump_json(),
        "created": _now().isoformat(),
    }


def _remark_row(remarks: Sequence[Remark]) -> dict[str, Any]:
    kept = json.dumps([one.model_dump(mode="json") for one in remarks], ensure_ascii=False)
    return {"remarks": kept, "created": _now().isoformat()}


def _call_of(row: sa.RowMapping) -> Call:
    fields = {name: row[name] for name in ("key", "section", "step", "model", "created")}
    request = json.loads(row["request"])
    completion = Completion.model_validate_json(row["completion"])
    return Call.model_validate(fields | {"request": request, "completion": completion})
