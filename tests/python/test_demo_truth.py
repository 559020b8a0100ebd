"""The built demo against what truly happened: each difference belongs to a planted trap; all are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from warehouses import Warehouse

Rows = list[tuple[object, ...]]


class Truth:
    """SQL over the demo's truth files, matched to the warehouse's keys by landed record ids."""

    def __init__(self, warehouse: Warehouse, demo: Path) -> None:
        self.warehouse = warehouse
        self.folder = demo / "truth"
        self.people = f"""
            with records as (
                select truth.person_id, truth.is_deleted, entities.entity_key as person_key
                from {self.file("records")} as truth
                left join intermediate.int_identity__entities as entities
                    on entities.identifier_type = truth.record_type
                    and entities.source_system = truth.source_system
                    and entities.identifier_value in (truth.record_id, left(truth.record_id, 15))
                    and (truth.source_system <> 'salesforce' or length(entities.identifier_value) = 15)
            ),
            people as (
                select distinct records.person_key, truth.*
                from {self.file("people")} as truth
                left join records using (person_id)
            ),
            opportunities as (
                select truth.*, entities.entity_key as opportunity_key
                from {self.file("opportunities")} as truth
                left join intermediate.int_identity__entities as entities
                    on entities.identifier_type = 'crm_opportunity'
                    and entities.identifier_value = left(truth.opportunity_id, 15)
            )
        """

    def file(self, name: str, *ids: str) -> str:
        """A truth file as a relation; ids that look like numbers are named."""
        path = self.folder / (name if "." in name else f"{name}.csv")
        types = ", ".join(f"'{column}': 'varchar'" for column in ids)
        return f"read_csv('{path}', header = true, nullstr = '', types = {{{types}}})"

    def rows(self, sql: str) -> Rows:
        """Rows of a query that may read records, people and opportunities."""
        return self.warehouse.query(self.people + sql)

    def planted(self, trap: str) -> set[object]:
        """The entities in which a trap was planted; a deal's traps mark its person too."""
        sql = (
            f"select entity_id from {self.file('trap_instances')} where trap = '{trap}'"
            " qualify entity_type = min(entity_type) over ()"
        )
        return {row[0] for row in self.warehouse.query(sql)}


@pytest.fixture(scope="module")
def truth(demo_warehouse: Warehouse, demo_data: Path) -> Truth:
    return Truth(demo_warehouse, demo_data)


def test_every_landed_record_belongs_to_an_entity(truth: Truth) -> None:
    assert truth.rows("select count(*) > 1000, count(*) - count(person_key) from records") == [
        (True, 0)
    ]


def test_nobody_is_merged_with_anybody_else(truth: Truth) -> None:
    assert (
        truth.rows(
            "select person_key from records group by person_key having count(distinct person_id) > 1"
        )
        == []
    )


def test_only_the_unlinkable_are_seen_as_two(truth: Truth) -> None:
    split = truth.rows(
        "select person_id from records group by person_id having count(distinct person_key) > 1"
    )
    assert {row[0] for row in split} == truth.planted("unlinkable_person")


def test_the_warehouse_holds_no_person_that_truth_does_not_know(truth: Truth) -> None:
    assert (
        truth.rows(
            "select person_key from core.fct_leads"
            " where person_key not in (select person_key from people where person_key is not null)"
        )
        == []
    )


@pytest.mark.parametrize(
    ("true_value", "built_value"),
    [
        ("cast(people.lead_at as timestamp)", "leads.lead_at"),
        ("people.lead_date", "leads.lead_date"),
        ("people.is_valid_lead", "leads.is_valid_lead"),
        ("cast(people.mql_at as timestamp)", "leads.mql_at"),
        ("people.mql_count", "leads.mql_event_count"),
        ("cast(people.sal_at as timestamp)", "leads.sal_at"),
        ("cast(people.sql_at as timestamp)", "leads.sql_at"),
        ("cast(people.opportunity_at as timestamp)", "leads.opportunity_at"),
        ("people.won_date", "leads.won_date"),
        ("people.lost_date", "leads.lost_date"),
    ],
)
def test_stage_dates_of_linkable_people(truth: Truth, true_value: str, built_value: str) -> None:
    """People seen as two can differ; nobody else does."""
    wrong = truth.rows(
        f"select people.person_id, {true_value}, {built_value}, people.traps from people"
        " left join core.fct_leads as leads using (person_key)"
        f" where {true_value} is distinct from {built_value}"
    )
    assert {row[0] for row in wrong} <= truth.planted("unlinkable_person"), wrong[:5]


def test_channels_differ_only_where_the_source_word_misleads(truth: Truth) -> None:
    wrong = truth.rows(
        "select people.person_id from people left join core.fct_leads as leads using (person_key)"
        " where people.channel is distinct from leads.channel"
    )
    planted = truth.planted("unmapped_lead_source") | truth.planted("wrong_lead_source_no_touch")
    assert {row[0] for row in wrong} - truth.planted("unlinkable_person") == planted
    assert len(planted) >= 2


@pytest.mark.parametrize(
    ("true_value", "built_value"),
    [
        ("truth.opportunity_type", "built.opportunity_type"),
        ("cast(truth.amount_jpy as decimal(18, 2))", "built.amount"),
        ("truth.created_date", "built.created_date"),
        ("truth.close_date", "built.close_date"),
        ("truth.is_closed", "built.is_closed"),
        ("truth.is_won", "built.is_won"),
        ("truth.channel", "built.channel"),
        ("truth.is_marketing_sourced", "built.is_marketing_sourced"),
    ],
)
def test_opportunities(truth: Truth, true_value: str, built_value: str) -> None:
    wrong = truth.rows(
        f"select truth.opportunity_id, {true_value}, {built_value}, truth.traps"
        " from opportunities as truth left join core.fct_opportunities as built using (opportunity_key)"
        f" where {true_value} is distinct from {built_value}"
    )
    assert wrong == []


def test_sourcing_people(truth: Truth) -> None:
    wrong = truth.rows(
        "select truth.opportunity_id, truth.sourcing_person_id, truth.traps"
        " from opportunities as truth left join core.fct_opportunities as built using (opportunity_key)"
        " where (truth.sourcing_person_id is null) <> (built.sourcing_person_key is null)"
        " or (truth.sourcing_person_id is not null and not exists ("
        "   select 1 from records where records.person_id = truth.sourcing_person_id"
        "   and records.person_key = built.sourcing_person_key))"
    )
    assert wrong == []


def test_there_are_as_many_opportunities_as_in_truth(truth: Truth) -> None:
    built = truth.rows("select count(*) from core.fct_opportunities")
    assert built == truth.rows("select count(*) from opportunities") and built[0][0] != 0


def test_spend_per_channel_and_month_to_the_yen(truth: Truth) -> None:
    wrong = truth.rows(
        f"""select month, channel, truth_amount, built_amount from (
            select month, channel, sum(amount_jpy) as truth_amount from {truth.file("spend")} group by all
        ) full join (
            select cast(date_trunc('month', spend_date) as date) as month, channel,
                sum(amount) as built_amount
            from core.fct_marketing_spend group by all
        ) using (month, channel)
        where abs(coalesce(truth_amount, 0) - coalesce(built_amount, 0)) >= 1"""
    )
    assert wrong == []


def test_sales_costs_per_month(truth: Truth) -> None:
    wrong = truth.rows(
        f"""select * from (
            select month, cost_type, sum(amount_jpy) as truth_amount from {truth.file("sales_costs")}
            group by all
        ) full join (
            select cost_month as month, cost_type, sum(amount) as built_amount
            from core.fct_sales_costs group by all
        ) using (month, cost_type)
        where abs(coalesce(truth_amount, 0) - coalesce(built_amount, 0)) >= 1"""
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("true_value", "kpi_id"),
    [
        ("amount_jpy", "revenue_won"),
        ("marketing_sourced_amount_jpy", "marketing_sourced_revenue"),
    ],
)
def test_monthly_revenue_in_kpi_values(truth: Truth, true_value: str, kpi_id: str) -> None:
    wrong = truth.rows(
        f"""select truth.month, truth.{true_value}, built.value
        from {truth.file("revenue")} as truth
        left join kpi.kpi_values as built
            on built.kpi_id = '{kpi_id}' and built.period_grain = 'month'
            and built.period_start = truth.month and built.dimension = 'total'
        where built.value is null or abs(truth.{true_value} - built.value) >= 1"""
    )
    assert wrong == []
    assert truth.rows(f"select sum({true_value}) > 0 from {truth.file('revenue')}") == [(True,)]


def test_recurring_revenue_per_month(truth: Truth) -> None:
    wrong = truth.rows(
        f"""select * from (
            select month, sum(mrr_jpy) as truth_amount from {truth.file("mrr")} group by all
        ) left join (
            select revenue_month as month, sum(mrr_amount) as built_amount
            from core.fct_account_mrr_monthly group by all
        ) using (month)
        where abs(truth_amount - coalesce(built_amount, 0)) >= 1"""
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("trap", "sql"),
    [
        (
            "quarantined_value",
            "select count(*) from quality.dq_quarantined_values where column_name = 'employee_count'",
        ),
        (
            "future_close_on_closed",
            "select count(*) from quality.dq_date_anomalies where anomaly = 'closed_in_the_future'",
        ),
        (
            "unmapped_lead_source",
            "select sum(row_count) from quality.dq_unmapped_values where mapping = 'lead_sources'",
        ),
        (
            "opportunity_before_first_touch",
            "select count(*) from quality.dq_date_anomalies where anomaly = 'opportunity_before_lead'",
        ),
    ],
)
def test_planted_faults_are_reported_in_the_same_number(truth: Truth, trap: str, sql: str) -> None:
    planted = truth.planted(trap)
    assert planted
    assert truth.rows(sql) == [(len(planted),)]


# -- the web -----------------------------------------------------------------------


def visits(truth: Truth) -> str:
    """The measured visits of the truth beside those of the warehouse; either side may be missing."""
    return f"""
        select
            truth.* replace (coalesce(truth.visitor_id, built.visitor_id) as visitor_id),
            truth.visitor_id is null as is_unknown,
            built
        from (
            select * from {truth.file("sessions.csv.gz", "visitor_id")} where has_consent
        ) as truth
        full join intermediate.int_web__sessions as built
            on truth.visitor_id = built.visitor_id
            and cast(truth.started_at as timestamp) = built.started_at
    """


def test_every_measured_visit_is_one_session(truth: Truth) -> None:
    found = truth.rows(
        f"select count(*) > 10000, count(*) filter (where is_unknown), count(*) - count(built)"
        f" from ({visits(truth)})"
    )
    assert found == [(True, 0, 0)]


@pytest.mark.parametrize(
    ("true_value", "built_value"),
    [
        ("channel", "built.channel"),
        ("own_channel", "built.own_channel"),
        ("is_from_lookback", "built.is_source_from_lookback"),
        ("exclusion_reason", "built.exclusion_reason"),
        ("landing_page", "built.landing_page"),
        ("replace(hostname, 'www.', '')", "built.hostname"),
        ("device_category", "built.device_category"),
        ("is_new_visitor and exclusion_reason is null", "built.is_new_visitor"),
        ("pageviews", "built.pageview_count"),
        ("events", "built.event_count"),
        (
            "cast(engaged_seconds as decimal(18, 3))",
            "cast(built.engaged_seconds as decimal(18, 3))",
        ),
        ("session_date", "built.session_date"),
    ],
)
def test_what_a_session_holds(truth: Truth, true_value: str, built_value: str) -> None:
    """The channel of a visit that does not count is nobody's business."""
    channels = " and exclusion_reason is null" if "channel" in true_value else ""
    wrong = truth.rows(
        f"select visitor_id, started_at, {true_value}, {built_value}, traps from ({visits(truth)})"
        f" where {true_value} is distinct from {built_value}{channels}"
    )
    assert wrong == []


def test_sessions_belong_to_their_people_and_to_nobody_else(truth: Truth) -> None:
    """Of people whom the records show as two, either half may have the visit."""
    wrong = truth.rows(
        f"""select visits.visitor_id, visits.started_at, linked_person_id, facts.person_key, traps
        from ({visits(truth)}) as visits
        inner join core.fct_web_sessions as facts on facts.session_key = visits.built.session_key
        where (linked_person_id is null) <> (facts.person_key is null)
        or (linked_person_id is not null and not exists (
            select 1 from records where records.person_id = visits.linked_person_id
            and records.person_key = facts.person_key))"""
    )
    assert wrong == []
    known = truth.rows("select count(person_key) > 1000 from core.fct_web_sessions")
    assert known == [(True,)]


def test_visitors_are_tied_to_whom_the_files_name(truth: Truth) -> None:
    """All pairs that landed evidence shows, and no other: precision and recall are 1."""
    built = truth.rows(
        """select distinct sessions.visitor_id, records.person_id
        from intermediate.int_identity__visitor_links as links
        inner join intermediate.int_web__sessions as sessions using (visitor_key)
        inner join records using (person_key)"""
    )
    said = truth.rows(
        f"select visitor_id, person_id from {truth.file('visitors', 'visitor_id')}"
        " where is_linkable"
    )
    assert len(said) > 500
    assert set(built) == set(said)


def test_first_touch_channel_of_people_known_on_the_site(truth: Truth) -> None:
    (share, count) = truth.rows(
        "select avg(case when people.channel = leads.channel then 1.0 else 0.0 end), count(*)"
        " from people left join core.fct_leads as leads using (person_key)"
        " where people.is_web_linkable"
    )[0]
    assert isinstance(share, float) and isinstance(count, int)
    assert share >= 0.99 and count > 500


@pytest.mark.parametrize("measure", ["sessions", "pageviews", "visitors", "engaged_seconds"])
def test_visits_per_month_and_channel(truth: Truth, measure: str) -> None:
    wrong = truth.rows(
        f"""select * from (
            select month, channel, {measure} as said from {truth.file("web_months")}
            where channel <> 'all'
        ) full join (
            select cast(date_trunc('month', session_date) as date) as month, channel,
                count(*) as sessions, sum(pageview_count) as pageviews,
                count(distinct visitor_key) as visitors, sum(engaged_seconds) as engaged_seconds
            from core.fct_web_sessions where is_counted group by all
        ) using (month, channel)
        where abs(coalesce(said, 0) - coalesce({measure}, 0)) > 0.001"""
    )
    assert wrong == []


@pytest.mark.parametrize("kpi_id", ["sessions", "pageviews", "visitors", "new_visitors"])
def test_monthly_web_figures_in_kpi_values(truth: Truth, kpi_id: str) -> None:
    wrong = truth.rows(
        f"""select truth.month, truth.{kpi_id}, built.value
        from (select * from {truth.file("web_months")} where channel = 'all') as truth
        left join kpi.kpi_values as built
            on built.kpi_id = '{kpi_id}' and built.period_grain = 'month'
            and built.period_start = truth.month and built.dimension = 'total'
            and built.dimension_2 = 'total'
        where truth.{kpi_id} is distinct from cast(built.value as bigint)"""
    )
    assert wrong == []


def test_visits_without_consent_are_counted_as_such(truth: Truth) -> None:
    wrong = truth.rows(
        f"""select * from (
            select session_date as consent_date, replace(hostname, 'www.', '') as hostname,
                count(*) as visits,
                count(*) filter (where has_consent) as consenting
            from {truth.file("sessions.csv.gz")} where exclusion_reason is null group by all
        ) full join (
            select consent_date, hostname, sum(visit_count) as built_visits,
                sum(consenting_visit_count) as built_consenting
            from core.fct_web_consent_daily group by all
        ) using (consent_date, hostname)
        where visits is distinct from built_visits
            or consenting is distinct from built_consenting"""
    )
    assert wrong == []


def test_what_does_not_count_is_counted_where_it_is_dropped(truth: Truth) -> None:
    said = truth.rows(
        f"select exclusion_reason, count(*) from {truth.file('sessions.csv.gz')}"
        " where has_consent and exclusion_reason is not null group by all order by all"
    )
    built = truth.rows(
        "select exclusion_reason, sum(session_count) from quality.dq_excluded_sessions"
        " group by all order by all"
    )
    assert [row[0] for row in said] == ["bot", "internal"]
    assert built == said


# -- e-mail ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("true_value", "built_value"),
    [
        ("sent", "sent_at"),
        ("delivered", "delivered_at"),
        ("opened", "first_opened_at"),
        ("clicked", "first_clicked_at"),
        ("bounced", "bounced_at"),
        ("unsubscribed", "unsubscribed_at"),
    ],
)
def test_people_per_email(truth: Truth, true_value: str, built_value: str) -> None:
    wrong = truth.rows(
        f"""select * from (
            select source_system, email_id, {true_value} as said
            from {truth.file("emails", "email_id")}
        ) full join (
            select source_system, email_id, count({built_value}) as built
            from core.fct_email_engagement group by all
        ) using (source_system, email_id)
        where said is distinct from built"""
    )
    assert wrong == []
    assert truth.rows(f"select sum({true_value}) > 0 from {truth.file('emails')}") == [(True,)]


@pytest.mark.parametrize("touch_type", ["web_session", "form_submission", "email_click"])
def test_touches_per_person_and_channel(truth: Truth, touch_type: str) -> None:
    wrong = truth.rows(
        f"""select * from (
            select person_id, channel, count(*) as said from {truth.file("touches")}
            where touch_type = '{touch_type}' group by all
        ) full join (
            select owners.person_id, touches.channel, count(*) as built
            from core.fct_touches as touches
            inner join (select distinct person_key, person_id from records) as owners
                using (person_key)
            where touches.touch_type = '{touch_type}' group by all
        ) using (person_id, channel)
        where said is distinct from built"""
    )
    assert wrong == []
    assert truth.rows(
        f"select count(*) > 100 from core.fct_touches where touch_type = '{touch_type}'"
    ) == [(True,)]
