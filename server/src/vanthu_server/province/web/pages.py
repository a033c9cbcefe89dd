"""The pages for people, made from templates/ with everything escaped."""

from datetime import datetime

import jinja2
from starlette.responses import HTMLResponse

from vanthu_server.province.domain.age import clock_and_day, in_words
from vanthu_server.province.domain.limits import CONTACT_LATE, PAIR_CODE_LIFE
from vanthu_server.province.domain.numbers import Numbers
from vanthu_server.province.domain.overview import Commune, Overview
from vanthu_server.province.domain.warning import FACT_NAMES
from vanthu_sync.errors import Refused, problem

UNKNOWN = "—"
BOOK_NAMES = {"den": "Sổ văn bản đến", "di": "Sổ văn bản đi"}
GIVEN_NAMES = {
    "sent": "đã gửi, xã chưa nhận",
    "taken": "xã đã nhận",
    "refused": "xã không dùng được",
}
OWNER_NAMES = {"node": "xã cấp số", "province": "tỉnh cấp số"}


class Pages:
    """Renders login, overview and problems."""

    def __init__(self, hub_name: str) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("vanthu_server.province.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["hub_name"] = hub_name
        self._templates.globals["fact_names"] = FACT_NAMES
        self._templates.globals["book_names"] = BOOK_NAMES
        self._templates.globals["owner_names"] = OWNER_NAMES
        self._templates.globals["given_names"] = GIVEN_NAMES
        self._templates.globals["code_minutes"] = PAIR_CODE_LIFE.seconds // 60
        self._templates.filters.update(number=_number, clock=clock_and_day)

    def login(self, refused: Refused | None = None, *, account: str = "") -> HTMLResponse:
        """Return the login form, with the reason where there is one."""
        told = None if refused is None else problem(refused)
        page = self._page("login.html", told=told, account=account)
        return HTMLResponse(page, 200 if told is None else told.status)

    def overview(
        self,
        overview: Overview,
        numbers: Numbers,
        *,
        account: str,
        code: tuple[str, str] | None = None,
    ) -> HTMLResponse:
        """Return the overview; `code` is a new pairing code and its commune."""
        at = overview.at
        organs = [organ for each in overview.communes for organ in each.organs]
        page = self._page(
            "overview.html",
            overview=overview,
            numbers=numbers,
            account=account,
            code=code,
            age=lambda moment: in_words(moment, at),
            is_late=lambda moment: _is_late(moment, at),
            attention=[each for each in overview.communes if _needs_a_look(each)],
            in_contact=sum(not _is_late(each.contact_at, at) for each in overview.communes),
            organs=organs,
            organ_names={organ.id: organ.name for organ in organs},
            anchor=_anchor,
        )
        return HTMLResponse(page)

    def problem(self, refused: Refused) -> HTMLResponse:
        """Return a page that says what is wrong and what to do."""
        told = problem(refused)
        return HTMLResponse(self._page("problem.html", told=told), told.status)

    def _page(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(**values)


def _number(value: int | None) -> str:
    """Return a count as people here write it ("1.234"); what is not known is a dash, never 0."""
    return UNKNOWN if value is None else f"{value:,}".replace(",", ".")


def _is_late(moment: datetime | None, now: datetime) -> bool:
    return moment is None or now - moment > CONTACT_LATE


def _needs_a_look(commune: Commune) -> bool:
    waits = any(over.ratified_at is None for over in commune.take_overs)
    return bool(commune.warnings or commune.undeliverable or waits)


def _anchor(commune: Commune) -> str:
    return "xa-" + (commune.journal or commune.name).replace(" ", "-")
