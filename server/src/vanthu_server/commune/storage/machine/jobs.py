"""Sign jobs: asked for in a command's transaction, worked on by an agent."""

import sqlite3

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.domain.sign_job import SignJob
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows
from vanthu_server.commune.storage.unit import StoreUnit
from vanthu_sync.clock import instant, moment
from vanthu_sync.errors import Refused


class JobStore:
    """See `commune.services.signing_jobs.JobRecords`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def add(self, unit: Unit, job: SignJob) -> None:
        """Keep a new job in the transaction of `unit`."""
        _table(unit).table("sign_job").insert(_row(job))

    def update(self, unit: Unit, job: SignJob, *, was: SignJob) -> None:
        """Replace, in the transaction of `unit`, a job that still is as `was`.

        Raises Refused(JOB_NOT_WAITING) where it changed or went meanwhile.
        """
        _replace(_table(unit), job, was)

    def put(self, job: SignJob, *, was: SignJob) -> None:
        """Do as `update` in a transaction of its own."""
        with self._ledger.machine() as db:
            _replace(db, job, was)

    def job(self, job: str) -> SignJob | None:
        """Return a job."""
        with self._ledger.reading() as db:
            row = one(db, "select * from sign_job where id = ?", job)
        return None if row is None else _job(row)

    def open_jobs(self, agent: str, *, limit: int) -> tuple[SignJob, ...]:
        """Return the agent's jobs that wait, oldest first."""
        with self._ledger.reading() as db:
            found = rows(
                db,
                "select * from sign_job where agent = ? and state in ('waiting', 'asked')"
                " order by made_at limit ?",
                agent,
                limit,
            )
        return tuple(_job(row) for row in found)


def _table(unit: Unit) -> Database:
    assert isinstance(unit, StoreUnit)
    return unit.db


def _replace(db: Database, job: SignJob, was: SignJob) -> None:
    same = "select 1 from sign_job where id = ? and state = ? and changed_at = ? and prepared = ?"
    if one(db, same, was.id, was.state, instant(was.changed_at), was.prepared) is None:
        raise Refused("JOB_NOT_WAITING")
    db.table("sign_job").insert(_row(job), replace=True)


class _Detail(msgspec.Struct, frozen=True, kw_only=True):
    certificate_serial: str
    prepared: bytes


def _row(job: SignJob) -> dict[str, str | bytes]:
    detail = _Detail(certificate_serial=job.certificate_serial, prepared=job.detail)
    return {
        "id": job.id,
        "organ": job.organ,
        "document": job.document,
        "role": job.role,
        "agent": job.agent,
        "state": job.state,
        "reason": job.reason,
        "asked_by": job.asked_by,
        "made_at": instant(job.made_at),
        "changed_at": instant(job.changed_at),
        "reviewed": job.reviewed,
        "prepared": job.prepared,
        "detail": msgspec.msgpack.encode(detail),
    }


def _job(row: sqlite3.Row) -> SignJob:
    detail = msgspec.msgpack.decode(row["detail"], type=_Detail)
    return msgspec.convert(
        {
            **{key: row[key] for key in row.keys() if key != "detail"},  # noqa: SIM118 - sqlite3.Row iterates its values
            "made_at": moment(row["made_at"]),
            "changed_at": moment(row["changed_at"]),
            "certificate_serial": detail.certificate_serial,
            "detail": detail.prepared,
        },
        SignJob,
    )
