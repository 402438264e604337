"""Writing a Word file at once or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from docx.document import Document

from pipeline.errors import DocumentError


def save(document: Document, path: Path) -> None:
    """Save *document* as *path*; a file already there stays whole until the new one is complete."""
    target = Path(os.path.realpath(path))
    _refuse(path, target)
    temporary = target.with_name(f".zpb-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            document.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except OSError as error:
        raise DocumentError(
            f"无法写入 Word 文件“{path}”：{_reason(error)}。",
            "原有文件未改动。请关闭该文件或换一个位置再导出。",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def lock_beside(target: Path) -> str:
    """The name of the file that a program lays beside *target* while it has it open; empty without one."""
    locks = (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#")
    return next((lock for lock in locks if target.with_name(lock).exists()), "")


def _refuse(path: Path, target: Path) -> None:
    """Errors that can be told before any work is done."""
    if target.is_dir():
        raise DocumentError(f"无法写入 Word 文件“{path}”：这是一个文件夹。", "请给出以 .docx 结尾的文件名。")
    if not target.parent.is_dir():
        raise DocumentError(f"无法写入 Word 文件“{path}”：文件夹“{path.parent}”不存在。", "请先建好文件夹。")
    if lock := lock_beside(target):
        raise DocumentError(
            f"“{path}”正在 Word、WPS 或 LibreOffice 中打开，不能覆盖。",
            f"请保存并关闭后再导出；如确已关闭，请删除同一文件夹里的“{lock}”。",
        )
    if target.exists() and not os.access(target, os.W_OK):
        raise DocumentError(f"无法写入 Word 文件“{path}”：文件是只读的。", "请去掉只读属性或换一个文件名。")


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正被其他程序打开"
    known = {errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘是只读的", errno.ENAMETOOLONG: "文件名太长"}
    return known.get(error.errno or 0, error.strerror or str(error))
