"""Work out visits, their channels and their people from the demo's landed files alone.

It shares no code with the generator: SQL over the nested events, then the rules in plain Python.
"""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus, urlsplit

import duckdb
from demo_reader import DemoReader, instant, read

OWN = "kaede-cloudworks-demo.co.jp"
IGNORED_HOSTS = ("checkout.stripe.com", "login.microsoftonline.com")
MISSING = ("", "(not set)", "(none)", "(direct)", "null", "none", "undefined")
CLICK_CHANNELS = {
    "gclid": "paid_search",
    "gbraid": "paid_search",
    "wbraid": "paid_search",
    "msclkid": "paid_search",
    "yclid": "paid_search",
    "dclid": "display",
    "fbclid": "paid_social",
    "li_fat_id": "paid_social",
}
SEARCH, SOCIAL = ("google.", "yahoo.", "bing."), ("t.co", "linkedin.", "facebook.")


@dataclass
class Visit:
    """One session as the export tells it."""

    visitor_id: str
    session_id: int
    started_at: datetime
    ended_at: datetime
    event_count: int
    pageview_count: int
    engaged_ms: int
    hostname: str
    landing_page: str
    device: str
    is_internal: bool
    is_bot: bool
    own_channel: str
    user_ids: list[tuple[datetime, str]]
    channel: str = ""
    person: str = ""


class WebReader:
    """Reads the web export of one demo folder; people are the reader's representatives."""

    def __init__(self, folder: Path, reader: DemoReader) -> None:
        self.folder, self.reader = folder / "ga4", reader
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'")
        self._load()
        self.visits = self._visits()
        self.by_visitor: dict[str, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            self.by_visitor[visit.visitor_id].append(visit)
        for visits in self.by_visitor.values():
            look_back(visits)
        self.evidence = self._evidence()
        self._link()

    def _load(self) -> None:
        """One row per event: a daily file replaces its intraday one, exact repeats collapse."""
        files = [str(path) for path in sorted(self.folder.rglob("*.parquet"))]
        daily = {path.rpartition("_")[2] for path in files if "/events_2" in path}
        kept = [
            path for path in files if "intraday" not in path or path.rpartition("_")[2] not in daily
        ]
        self.connection.execute(
            "create table landed as select * from read_parquet(?, union_by_name = true)", [kept]
        )
        self.connection.execute("create table events as select distinct * from landed")
        self.connection.execute(
            "create macro parameter(params, name) as"
            " list_filter(params, lambda p: p.key = name)[1].value"
        )

    def _visits(self) -> list[Visit]:
        rows = self.connection.execute(
            """
            with flat as (
                select
                    *,
                    parameter(event_params, 'ga_session_id').int_value as session_id,
                    parameter(event_params, 'page_location').string_value as location,
                    parameter(event_params, 'page_referrer').string_value as referrer,
                    parameter(event_params, 'source').string_value as said_source,
                    parameter(event_params, 'medium').string_value as said_medium,
                    parameter(event_params, 'engagement_time_msec').int_value as engaged_ms,
                    parameter(event_params, 'traffic_type').string_value as traffic_type,
                    make_timestamp(event_timestamp) as occurred_at
                from events
                where user_pseudo_id is not null
            )
            select
                user_pseudo_id, session_id, min(occurred_at), max(occurred_at), count(*),
                count(*) filter (where event_name = 'page_view'),
                coalesce(sum(engaged_ms), 0),
                arg_min(device.web_info.hostname, event_timestamp),
                arg_min(device.category, event_timestamp),
                bool_or(traffic_type = 'internal'),
                list(struct_pack(
                    location := location,
                    referrer := coalesce(referrer, ''),
                    source := coalesce(collected_traffic_source.manual_source, said_source, ''),
                    medium := coalesce(collected_traffic_source.manual_medium, said_medium, ''))
                    order by event_timestamp, batch_page_id, batch_ordering_id, batch_event_index)
                    filter (where event_name = 'page_view'),
                list(struct_pack(seen_at := occurred_at, who := user_id) order by event_timestamp)
                    filter (where user_id is not null)
            from flat group by user_pseudo_id, session_id order by user_pseudo_id, min(occurred_at)
            """
        ).fetchall()
        visits = []
        for row in rows:
            pages, users = row[10] or [], row[11] or []
            visit = Visit(
                *row[:8],
                landing_page=urlsplit(pages[0]["location"]).path if pages else "",
                device=row[8],
                is_internal=bool(row[9]),
                is_bot=any("best-seo-offer" in page["referrer"] for page in pages),
                own_channel=next(filter(None, map(page_channel, pages)), "direct"),
                user_ids=[(item["seen_at"], item["who"]) for item in users],
            )
            visits.append(visit)
        return visits

    # -- people -------------------------------------------------------------------------

    def _evidence(self) -> dict[str, list[tuple[datetime, str]]]:
        reader, found = self.reader, defaultdict(list)
        forms: dict[str, list[datetime]] = defaultdict(list)
        for row in read(reader.generic / "ma_form_submissions.csv"):
            mail = unicodedata.normalize("NFKC", row["email"]).strip().lower()
            who = reader.find(row["ma_person_id"] or "mail:" + mail)
            forms[who].append(instant(row["submitted_at"]))
            found[row["visitor_id"]].append((instant(row["submitted_at"]), who))
        for row in read(reader.hubspot / "contact_form_submission.csv"):
            forms[reader.find(row["contact_id"])].append(instant(row["timestamp"]))
        claims = [
            (key, row["visitor_id"], row["created_at"])
            for key, row in reader.ma.items()
            if row.get("visitor_id")
        ]
        for key, visitor, created_at in claims:
            who = reader.find(key)
            visits = self.by_visitor.get(visitor, [])
            inside = [
                at
                for at in forms[who]
                if any(
                    item.started_at <= at <= item.ended_at + timedelta(minutes=30)
                    for item in visits
                )
            ]
            found[visitor] += [(at, who) for at in inside or [instant(created_at)]]
        for visitor, visits in self.by_visitor.items():
            for item in visits:
                found[visitor] += [(at, reader.find(who)) for at, who in item.user_ids]
        return {key: sorted(rows) for key, rows in found.items() if key in self.by_visitor}

    def _link(self) -> None:
        for visitor, evidence in self.evidence.items():
            people = {who for _, who in evidence}
            if len(people) > 5:
                continue
            visits = self.by_visitor[visitor]
            for number, visit in enumerate(visits):
                reach = visit.ended_at + timedelta(minutes=30)
                if number + 1 < len(visits):
                    reach = min(reach, visits[number + 1].started_at - timedelta(microseconds=1))
                reach = max(reach, visit.ended_at)
                inside = [who for at, who in evidence if visit.started_at <= at <= reach]
                before = [who for at, who in evidence if at < visit.started_at]
                after = [at for at, _ in evidence if at > visit.started_at]
                if inside:
                    visit.person = inside[0]
                elif before:
                    visit.person = before[-1]
                elif len(people) == 1 and after[0] - visit.started_at <= timedelta(days=365):
                    visit.person = evidence[0][1]

    def pairs(self) -> set[tuple[str, str]]:
        """Give the visitors with the people that the files tie to them."""
        return {
            (visitor, who)
            for visitor, evidence in self.evidence.items()
            for _, who in evidence
            if len({who for _, who in evidence}) <= 5
        }


def look_back(visits: list[Visit]) -> None:
    """Let a direct visit take the origin of the latest other one of thirty days before."""
    for number, visit in enumerate(visits):
        earlier = [
            other.own_channel
            for other in visits[:number]
            if other.own_channel != "direct"
            and not is_excluded(other)
            and visit.started_at - other.started_at <= timedelta(days=30)
        ]
        is_direct = visit.own_channel == "direct" and not is_excluded(visit)
        visit.channel = earlier[-1] if is_direct and earlier else visit.own_channel


def is_excluded(visit: Visit) -> bool:
    """Say whether a visit is a bot's or the company's own."""
    return visit.is_internal or visit.is_bot or visit.hostname.startswith("stg.")


def folded(text: str) -> str:
    """Bring a tag to one spelling; a placeholder is nothing."""
    text = unicodedata.normalize("NFKC", unquote_plus(text)).strip().lower()
    return "" if text in MISSING else text


def page_channel(page: dict[str, str]) -> str:
    """Give the channel that a page view tells of, or nothing."""
    url = urlsplit(page["location"])
    query = {key: values[0] for key, values in parse_qs(url.query).items()}
    source = folded(query.get("utm_source", "") or page["source"])
    medium = folded(query.get("utm_medium", "") or page["medium"])
    if not (source or medium):
        for key, channel in CLICK_CHANNELS.items():
            if key in query:
                return channel
        host = urlsplit(page["referrer"]).hostname or ""
        if not host or host.endswith(OWN) or host in IGNORED_HOSTS:
            return ""
        return host_channel(host) or "referral"
    if medium in ("cpc", "ppc"):
        return "paid_search"
    if medium in ("paid_social", "display", "email", "referral"):
        return medium
    if medium in ("organic", "social"):
        return "organic_" + {"organic": "search"}.get(medium, medium)
    return "(unmapped)"


def host_channel(host: str) -> str:
    """Give the channel of a search or social site."""
    host = host.removeprefix("www.")
    if any(part in f"{host}." for part in SEARCH):
        return "organic_search"
    return "organic_social" if host.startswith(SOCIAL) else ""
