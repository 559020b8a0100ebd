"""Land the web visits as a GA4 export: nested events in Parquet, by month, day and intraday.

Python plays the visits and writes plain rows to temporary files; DuckDB nests and sorts them.
"""

import csv
import random
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from .clock import DAY
from .model import Form, Session, World
from .records import SITE

# session, place, time, name, location, title, referrer, engaged ms, number, text, user, landing, late
Event = tuple[int, int, int, str, str, str, str, int | None, int | None, str, str, bool, bool]
EPOCH = datetime(1970, 1, 1)
SHARD_DAYS = 14
TITLES = {
    "/": "楓クラウド | トップ",
    "/product": "製品紹介",
    "/pricing": "料金",
    "/cases": "導入事例",
    "/resources/whitepaper": "ホワイトペーパー",
    "/blog/dx": "DXブログ",
    "/contact": "お問い合わせ",
    "/trial": "無料トライアル",
    "/newsletter": "メールマガジン登録",
    "/events/webinar": "ウェビナー",
}
NEXT_PAGES = ("/product", "/pricing", "/cases", "/resources/whitepaper", "/blog/dx", "/")
LEAD_FORMS = ("contact", "trial", "download")
OWN_LINK = "?utm_source=toppage&utm_medium=banner&utm_campaign=top_banner"
EVENT_COLUMNS = {
    "session": "int",
    "seq": "int",
    "ts": "bigint",
    "name": "varchar",
    "location": "varchar",
    "title": "varchar",
    "referrer": "varchar",
    "engaged_ms": "bigint",
    "number": "int",
    "text": "varchar",
    "user_id": "varchar",
    "is_landing": "boolean",
    "is_late": "boolean",
}
SESSION_COLUMNS = {
    "session": "int",
    "visitor": "varchar",
    "visitor_number": "varchar",
    "session_id": "bigint",
    "visit_number": "int",
    "is_engaged": "varchar",
    "device": "varchar",
    "system": "varchar",
    "host": "varchar",
    "source": "varchar",
    "medium": "varchar",
    "campaign": "varchar",
    "gclid": "varchar",
    "is_collected": "boolean",
    "first_source": "varchar",
    "first_medium": "varchar",
    "first_campaign": "varchar",
    "first_ts": "bigint",
    "traffic_type": "varchar",
}
OPERATING_SYSTEMS = {"desktop": "Windows", "mobile": "iOS", "tablet": "Android"}


def microseconds(instant: datetime) -> int:
    """Give an instant as GA4 counts it."""
    return int((instant - EPOCH) / timedelta(microseconds=1))


class Player:
    """Plays a visit: gives its events and keeps what was measured in the session."""

    def __init__(self, world: World) -> None:
        self.rng = random.Random(f"visits {world.seed}")
        self.end = microseconds(world.end)
        self.rows: list[Event] = []

    def play(self, number: int, session: Session) -> list[Event]:
        """Give the rows of a visit, in order of time."""
        self.rows, self.number, self.session = [], number, session
        self.measures = session.has_consent
        self.location = self.referrer = self.title = ""
        self.is_landing = True
        self.time = microseconds(session.at)
        pages = self._pages(session)
        for place, path in enumerate(pages):
            self._open(path, session.query if place == 0 else "", place)
            self._read(path, self._dwell(session, len(pages), place))
        for form in session.forms:
            self._submit(form)
        self._faults(session)
        self._sum_up(session)
        return self.rows

    def _pages(self, session: Session) -> list[str]:
        more = self.rng.choices(NEXT_PAGES, k=session.planned_pages - 1)
        return [session.page, *more]

    def _dwell(self, session: Session, pages: int, place: int) -> int:
        """Give the milliseconds on a page; the way to a form has only the time there is."""
        share = session.planned_seconds * 1000 // pages
        if session.forms:
            left = (microseconds(session.forms[0].at) - self.time) // 1000 - 50_000
            share = min(share, max(0, left // (pages - place)))
        return share

    def _open(self, path: str, query: str, place: int) -> None:
        session = self.session
        self.referrer = self.location if place or self.location else session.referrer
        host = session.host
        if "cross_domain_visit" in session.traps and place:
            host = host.replace("lp.", "www.")
        mark = f"?{query}" if query else ""
        if place == 1 and "utm_on_internal_link" in session.traps:
            mark = OWN_LINK
        self.location = f"https://{host}{path}{mark}"
        self.title = TITLES[path]
        self.is_landing = place == 0
        if place == 0:
            if session.visit_number == 1 and self.measures:
                self._event("first_visit")
            self._event("session_start")
        if place == 1 and "payment_referral" in session.traps:
            self.referrer = "https://checkout.stripe.com/"
        self._event("page_view")

    def _read(self, path: str, dwell: int) -> None:
        """Stay on a page; who denied consent leaves no trace of it."""
        rng, start = self.rng, self.time
        if self.measures and dwell > 8000:
            chance = rng.random()
            if chance < 0.35:
                self._at(start + dwell * 600, "scroll", number=90)
            if path == "/product" and chance < 0.12:
                self._video(start, dwell)
            elif path == "/resources/whitepaper" and chance < 0.25:
                self._at(start + dwell * 700, "file_download", text="/files/whitepaper.pdf")
            elif chance > 0.97:
                link = "https://docs.kaede-demo.example/start"
                self._at(start + dwell * 800, "click", text=link)
        self.time = start + max(dwell, 1) * 1000
        if self.measures and dwell >= 1000:
            self._event("user_engagement", engaged_ms=dwell)

    def _video(self, start: int, dwell: int) -> None:
        self._at(start + dwell * 300, "video_start", number=0, text="製品紹介動画")
        for percent in (25, 50, 75):
            if self.rng.random() < 0.25:
                return
            at = start + dwell * (300 + 4 * percent)
            self._at(at, "video_progress", number=percent, text="製品紹介動画")
        self._at(start + dwell * 700, "video_complete", number=100, text="製品紹介動画")

    def _submit(self, form: Form) -> None:
        """Open the form's page, fill it in and send it at the instant that the tool recorded."""
        at = microseconds(form.at)
        self.time = min(max(self.time + 1_000_000, at - 45_000_000), at)
        self._open(form.page_url.removeprefix(SITE), "", 1)
        begin = self.time
        if not self.measures:
            return
        name = f"form-{form.form_type}"
        self._at(begin + (at - begin) // 3, "form_start", text=name)
        self.time = at
        self._event("form_submit", engaged_ms=max(0, (at - begin) // 1000), text=name)
        if form.form_type in LEAD_FORMS:
            self._event("generate_lead", text=name)
        if self.session.user_id_from == "form" and form is self.session.forms[0]:
            self._at(at + 4_000_000, "login")

    def _faults(self, session: Session) -> None:
        if "same_instant_events" in session.traps:
            for link in ("https://docs.kaede-demo.example/a", "https://docs.kaede-demo.example/b"):
                self._event("click", text=link)

    # -- rows ---------------------------------------------------------------------------

    def _at(self, time: int, name: str, number: int | None = None, text: str = "") -> None:
        now, self.time = self.time, time
        self._event(name, number=number, text=text)
        self.time = max(now, time)

    def _event(
        self, name: str, engaged_ms: int | None = None, number: int | None = None, text: str = ""
    ) -> None:
        if self.time >= self.end:
            return
        self.rows.append(
            (
                self.number,
                0,
                self.time,
                name,
                self.location,
                self.title,
                self.referrer,
                engaged_ms,
                number,
                text,
                "",
                self.is_landing,
                False,
            )
        )

    def _sum_up(self, session: Session) -> None:
        """Order the rows, say who was signed in, and keep what a correct count must find."""
        self.rows.sort(key=lambda row: row[2])
        known_from = self._known_from(session)
        late_from = len(self.rows) // 2 if "late_events" in session.traps else len(self.rows)
        rows: list[Event] = []
        for place, row in enumerate(self.rows):
            time = row[2]
            user = session.user_id if known_from is not None and time >= known_from else ""
            if user:
                session.user_id_at.append(EPOCH + timedelta(microseconds=time))
            rows.append((row[0], place, *row[2:10], user, row[11], place >= late_from))
        session.pageviews = sum(row[3] == "page_view" for row in rows)
        session.event_count = len(rows)
        session.engaged_ms = sum(row[7] or 0 for row in rows)
        session.ended_at = EPOCH + timedelta(microseconds=rows[-1][2])
        if "duplicate_events" in session.traps:
            rows += rows[:2]
        if "delivered_twice" in session.traps:
            rows.append((*rows[0][:12], True))
        self.rows = rows

    def _known_from(self, session: Session) -> int | None:
        if not session.user_id or not self.measures:
            return None
        if session.user_id_from == "start" or not session.forms:
            return 0
        return microseconds(session.forms[0].at)


class Ga4Landing:
    """Writes the export of a world; the sessions learn what was measured of them."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.shards_from = world.as_of - DAY * (SHARD_DAYS - 1)

    def write(self) -> None:
        """Play all visits and write them as Parquet files."""
        with tempfile.TemporaryDirectory() as name:
            temporary = Path(name)
            self._write_plain(temporary)
            with duckdb.connect() as connection:
                connection.execute("set threads = 1")
                connection.execute("set TimeZone = 'UTC'")
                self._nest(connection, temporary)

    def _write_plain(self, folder: Path) -> None:
        player = Player(self.world)
        first: dict[str, Session] = {}
        with (
            (folder / "events.csv").open("w", encoding="utf-8", newline="") as events,
            (folder / "sessions.csv").open("w", encoding="utf-8", newline="") as sessions,
        ):
            write_event = csv.writer(events, lineterminator="\n").writerows
            write_session = csv.writer(sessions, lineterminator="\n").writerow
            for number, session in enumerate(self.world.sessions, start=1):
                origin = first.setdefault(session.visitor_id, session)
                write_event(player.play(number, session))
                write_session(_session_row(number, session, origin))

    def _nest(self, connection: duckdb.DuckDBPyConnection, temporary: Path) -> None:
        for table, known in (("events", EVENT_COLUMNS), ("sessions", SESSION_COLUMNS)):
            types = ", ".join(f"'{name}': '{kind}'" for name, kind in known.items())
            connection.execute(
                f"create table {table} as select * from read_csv('{temporary / table}.csv',"
                f" header = false, columns = {{{types}}}, nullstr = '')"
            )
        connection.execute(
            "create table hits as select *, min(ts) over (partition by session, location) as page_ts,"
            f" strftime({TOKYO_DAY}, '%Y%m%d') as day from events order by day, ts, session, seq"
        )
        parts = temporary / "parts"
        connection.execute(
            f"copy ({NESTED.replace('__PART__', self._part())}) to '{parts}'"
            " (format parquet, compression zstd, partition_by (part))"
        )
        for folder in sorted(parts.iterdir()):
            (source,) = folder.iterdir()
            for target in self._files(folder.name.removeprefix("part=")):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def _part(self) -> str:
        """Say in SQL which part of the export an event is in: late, a day or a month."""
        return (
            f"case when is_late then 'late' when day >= '{self.shards_from:%Y%m%d}' then day"
            " else day[:6] end"
        )

    def _files(self, part: str) -> list[Path]:
        """Give the files that hold a part; one day is held twice."""
        last, both = self.world.as_of, self.world.as_of - DAY * 2
        if part == "late":
            return [self.folder / "events" / f"{last:%Y_%m}_delivered_late.parquet"]
        if len(part) == 6:
            return [self.folder / "events" / f"{part[:4]}_{part[4:]}.parquet"]
        intraday = self.folder / f"events_intraday_{part}.parquet"
        daily = self.folder / f"events_{part}.parquet"
        if part == f"{last:%Y%m%d}":
            return [intraday]
        return [intraday, daily] if part == f"{both:%Y%m%d}" else [daily]


def _session_row(number: int, session: Session, first: Session) -> tuple[object, ...]:
    query = dict(part.partition("=")[::2] for part in session.query.split("&") if part)
    at = microseconds(session.at)
    is_measured = session.has_consent
    utm = session.utm
    medium = utm.medium
    return (
        number,
        session.visitor_id if is_measured else "",
        session.visitor_id.partition(".")[0],
        at // 1_000_000 if is_measured else "",
        session.visit_number if is_measured else "",
        "1" if session.engaged_ms >= 10_000 or session.pageviews > 1 else "0",
        session.device,
        OPERATING_SYSTEMS[session.device],
        session.host,
        utm.source,
        medium,
        utm.campaign,
        query.get("gclid", ""),
        "true" if number % 10 else "false",
        first.utm.source or ("google" if first.channel == "organic_search" else "(direct)"),
        first.utm.medium or ("organic" if first.channel == "organic_search" else "(none)"),
        first.utm.campaign or "(direct)",
        microseconds(first.at),
        "internal" if session.exclusion == "internal" else "",
    )


TOKYO_DAY = "(to_timestamp(ts // 1000000)::timestamp + interval 9 hour)"


def _parameter(key: str, kind: str, value: str) -> str:
    """Spell one parameter; exactly one of the four values is filled."""
    types = {"string": "varchar", "int": "bigint", "float": "double", "double": "double"}
    fields = ", ".join(
        f"'{name}_value': {f'({value})::{cast}' if name == kind else f'null::{cast}'}"
        for name, cast in types.items()
    )
    return f"{{'key': '{key}', 'value': {{{fields}}}}}"


_PARAMETERS = (
    ("ga_session_id", "int", "session_id"),
    ("ga_session_number", "int", "visit_number"),
    ("page_location", "string", "location"),
    ("page_title", "string", "title"),
    ("page_referrer", "string", "referrer"),
    ("session_engaged", "string", "case when session_id is not null then is_engaged end"),
    ("engaged_session_event", "int", "case when is_engaged = '1' then 1 end"),
    ("engagement_time_msec", "int", "engaged_ms"),
    ("percent_scrolled", "int", "case when name = 'scroll' then number end"),
    ("video_percent", "int", "case when name like 'video%' then number end"),
    ("video_title", "string", "case when name like 'video%' then text end"),
    ("form_id", "string", "case when name like 'form%' or name = 'generate_lead' then text end"),
    ("link_url", "string", "case when name in ('click', 'file_download') then text end"),
    ("file_name", "string", "case when name = 'file_download' then text end"),
    ("file_extension", "string", "case when name = 'file_download' then 'pdf' end"),
    ("source", "string", "case when is_landing and not is_collected then source end"),
    ("medium", "string", "case when is_landing and not is_collected then medium end"),
    ("campaign", "string", "case when is_landing and not is_collected then campaign end"),
    ("gclid", "string", "case when is_landing and not is_collected then gclid end"),
    ("traffic_type", "string", "traffic_type"),
)
_COLLECTED = "case when is_landing and is_collected then {} end"
NESTED = f"""
select
    day as event_date,
    ts as event_timestamp,
    name as event_name,
    null::bigint as event_previous_timestamp,
    null::double as event_value_in_usd,
    session::bigint * 100 + seq // 4 as event_bundle_sequence_id,
    null::bigint as event_server_timestamp_offset,
    user_id,
    visitor as user_pseudo_id,
    case when visitor is not null then first_ts end as user_first_touch_timestamp,
    list_filter([{", ".join(_parameter(*row) for row in _PARAMETERS)}],
        lambda p: coalesce(p.value.string_value, p.value.int_value::varchar) is not null
    ) as event_params,
    {{'analytics_storage': case when visitor is null then 'No' else 'Yes' end,
        'ads_storage': case when visitor is null then 'No' else 'Yes' end,
        'uses_transient_token': 'No'}} as privacy_info,
    []::struct(key varchar, value struct(string_value varchar, int_value bigint,
        float_value double, double_value double, set_timestamp_micros bigint))[] as user_properties,
    {{'category': device, 'operating_system': system,
        'language': 'ja', 'web_info': {{'browser': 'Chrome', 'browser_version': '129.0',
        'hostname': split_part(location, '/', 3)}}}} as device,
    {{'continent': 'Asia', 'country': 'Japan', 'region': null::varchar, 'city': null::varchar}} as geo,
    {{'name': first_campaign, 'medium': first_medium, 'source': first_source}} as traffic_source,
    {{'manual_campaign_id': null::varchar,
        'manual_campaign_name': {_COLLECTED.format("campaign")},
        'manual_source': {_COLLECTED.format("source")},
        'manual_medium': {_COLLECTED.format("medium")},
        'manual_term': null::varchar, 'manual_content': null::varchar,
        'gclid': {_COLLECTED.format("gclid")},
        'dclid': null::varchar, 'srsltid': null::varchar}} as collected_traffic_source,
    '4500012345' as stream_id,
    'WEB' as platform,
    page_ts // 1000 as batch_page_id,
    seq // 4 + 1 as batch_ordering_id,
    seq % 4 as batch_event_index,
    __PART__ as part
from hits inner join sessions using (session)
"""
