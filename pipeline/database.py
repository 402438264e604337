"""The report's database: its tables, how it is opened, and what the clerk is told when it fails.

SQLite keeps a rollback journal, because a report folder may lie on a network share, where a write-ahead log
does not work. Every write takes the lock before it reads.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from pipeline.errors import StoreError

SCHEMA_VERSION = 1
BUSY_SECONDS = 15

TABLES = sa.MetaData()
META = sa.Table("meta", TABLES, sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text))
REVISION = sa.Table(
    "revision",
    TABLES,
    sa.Column("section", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
    sa.Column("ledger", sa.Text, nullable=False),
    sa.Column("hint", sa.Text, nullable=False),
    sa.Column("findings", sa.Text, nullable=False),
)
CALL = sa.Table(
    "call",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, unique=True, nullable=False),
    sa.Column("section", sa.Text, nullable=False),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("completion", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
)
CONSENT = sa.Table(
    "consent",
    TABLES,
    sa.Column("endpoint", sa.Text, primary_key=True),
    sa.Column("created", sa.Text, nullable=False),
)
DISPOSITION = sa.Table(
    "disposition",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("finding", sa.Text, nullable=False, index=True),
    sa.Column("disposition", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
)
LEDGER = sa.Table(
    "ledger",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Text, unique=True, nullable=False),
    sa.Column("figures", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
)
EXPORT = sa.Table(
    "export",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("created", sa.Text, nullable=False),
    sa.Column("export", sa.Text, nullable=False),
)
REMARK = sa.Table(
    "remark",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("remarks", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
)


def file_engine(file: Path) -> sa.Engine:
    """SQLite in *file*, with locks and journal as this module promises."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(file)),
        poolclass=sa.NullPool,  # no handle stays open: a folder can be moved or deleted at any time
        connect_args={"timeout": BUSY_SECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(raw: Any, _: object) -> None:
        # The driver's own implicit BEGIN would come too late, and without IMMEDIATE.
        raw.isolation_level = None
        raw.execute("PRAGMA synchronous=FULL")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        # A writer takes the lock before it reads, so that two of them queue up instead of colliding.
        write = connection.get_execution_options().get("zipingbao_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def server_engine(url: str) -> sa.Engine:
    """A database server by its URL."""
    try:
        return sa.create_engine(url, pool_pre_ping=True)
    except (exc.ArgumentError, ImportError) as error:
        raise StoreError(
            "数据库地址无法使用，或缺少相应的驱动程序。",
            "地址形如 postgresql+psycopg://用户:口令@主机/库名；PostgreSQL 需另装 psycopg。",
        ) from error


def prepare(connection: sa.Connection, place: str) -> str:
    """Check or make the tables; the report's id."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise damaged(place)
    names = set(sa.inspect(connection).get_table_names())
    if "meta" not in names and names & set(TABLES.tables):
        raise damaged(place)
    if connection.dialect.name == "postgresql":  # two first openings at once must not both create
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20230701)")
    TABLES.create_all(connection)
    meta = {row.name: row.value for row in connection.execute(sa.select(META))}
    if not meta:
        meta = {"report": uuid.uuid4().hex, "schema": str(SCHEMA_VERSION)}
        connection.execute(sa.insert(META), [{"name": k, "value": v} for k, v in meta.items()])
    return _checked(meta, place)


def _checked(meta: dict[str, str], place: str) -> str:
    version = meta.get("schema", "")
    if not version.isdigit() or "report" not in meta:
        raise damaged(place)
    if int(version) > SCHEMA_VERSION:
        raise StoreError(
            f"{place} 由更新版本的 zipingbao 写成（库版本 {version}，本程序只认到 {SCHEMA_VERSION}）。",
            "请升级 zipingbao 后再打开；不要删除该文件，稿件都在其中。",
        )
    return meta["report"]


def damaged(place: str) -> StoreError:
    """What is said of a file that is not, or no longer, a store."""
    return StoreError(
        f"{place} 已损坏，或不是 zipingbao 的稿件库。",
        "请先把该文件改名留存，再从备份恢复；没有备份时改名后重新起草，输入的数据和记录不受影响。",
    )


def explain(error: Exception, place: str) -> StoreError:
    """The clerk's message for what the database reported."""
    said = str(getattr(error, "orig", None) or error).lower()
    if "locked" in said or "busy" in said:
        return StoreError(
            f"{place} 正被另一个程序占用，等了{BUSY_SECONDS}秒仍未放开。",
            "请关闭另一个正在处理本报告的窗口或程序，再试一次。",
        )
    if "readonly" in said or "unable to open" in said or "permission" in said:
        return StoreError(f"{place} 无法打开或写入。", "请检查该文件夹的写入权限，以及文件是否设为只读。")
    if "full" in said or "disk i/o" in said:
        return StoreError(f"{place} 写入失败，磁盘已满或网络盘断开。", "请腾出空间或重新连接后再试。")
    if "connect" in said:
        return StoreError(f"连不上数据库 {place}。", "请检查地址、用户、口令，以及数据库是否已启动。")
    return damaged(place)
