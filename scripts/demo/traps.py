"""Plant data faults in a simulated world, each under its name.

A fault is planted only on people and deals that carry no other one, so that a difference
found later points at a single cause.
"""

from collections.abc import Callable

from .clock import DAY, epoch_seconds
from .model import World
from .spend import AD_CAMPAIGNS
from .trap_catalog import TRAPS
from .traps_deals import DealTraps
from .traps_people import PeopleTraps


class TrapPlanter(PeopleTraps, DealTraps):
    """Plants every fault of the catalog in its number."""

    def plant(self) -> None:
        """Plant all faults; those that touch fewer records' freedom come last."""
        planters: dict[str, Callable[[int], None]] = {
            "touch_outside_sourcing_window": self._old_touch,
            "two_leads_one_contact": self._two_leads_one_contact,
            "several_leads_one_opportunity": self._several_leads,
            "opportunity_without_people": self._without_people,
            "opportunity_before_first_touch": self._before_first_touch,
            "deleted_opportunity": self._deleted_opportunity,
            "reopened_opportunity": self._reopened,
            "negative_amount": self._negative_amount,
            "missing_amount": self._missing_amount,
            "future_close_on_closed": self._future_close,
            "past_close_on_open": self._past_close,
            "fx_gap": self._fx_gap,
            "airbyte_older_version": self._older_version,
            "mql_on_contact_only": self._contact_mql,
            "regression": self._regression,
            "marketing_task_is_no_sal": self._marketing_task,
            "unlinkable_person": self._unlinkable,
            "full_width_email": self._full_width,
            "upper_case_email": self._upper_case,
            "kiosk": self._kiosk,
            "shared_device": self._shared_device,
            "two_devices": self._two_devices,
            "visit_before_backfill": self._visit_before_backfill,
            "merged_contact_list": self._merge_list,
            "merged_contact_chain": self._merge_chain,
            "duplicate_contact": self._duplicate_contact,
            "deleted_contact": self._deleted_contact,
            "merged_lead_chain": self._merged_chain,
            "deleted_lead": self._deleted_lead,
            "person_without_email": self._without_email,
            "unmapped_lead_source": self._unmapped_source,
            "wrong_lead_source_no_touch": self._wrong_source,
            "yen_midnight": self._yen_midnight,
            "late_touch_after_lead": self._late_touch,
            "unmapped_status": self._unmapped_status,
            "internal_test_people": self._internal,
            "subdomain_and_co_jp": self._subdomain,
            "same_name_different_people": self._namesakes,
            "quarantined_value": self._quarantined,
            "duplicate_row": self._duplicate,
            "account_shared_by_two_people": self._shared_account,
        }
        counts = {trap.name: trap.count for trap in TRAPS}
        for name, planter in planters.items():
            planter(max(1, round(counts[name] * self.world.scale)))
        self.world.opportunities.sort(key=lambda item: (item.created_at, item.sf_id))


def _web_instances(world: World) -> list[tuple[str, str, str]]:
    """List the faults in visits; some just happen."""
    found: list[tuple[str, str, str]] = []
    origin: dict[str, str] = {}
    for item in world.sessions:
        key = f"{item.visitor_id}|{epoch_seconds(item.at)}"
        found += [(trap, "session", key) for trap in item.traps]
        if not item.has_consent:
            found.append(("consent_denied", "session", key))
            continue
        if origin.setdefault(item.visitor_id, item.channel) != item.channel:
            found.append(("first_user_source", "session", key))
        if item.is_from_lookback:
            found.append(("direct_after_other_source", "session", key))
    for person in world.people:
        found += [
            ("form_without_utm", "form", form.form_id)
            for form in person.forms
            if not form.is_tagged
        ]
    found.append(("intraday_and_daily", "day", (world.as_of - DAY * 2).isoformat()))
    return found


def collect_instances(world: World) -> None:
    """List every planted fault with the entity that carries it."""
    found = world.trap_instances
    by_lower: dict[str, list[str]] = {}
    for person in world.people:
        found += [(trap, "person", person.person_id) for trap in person.traps]
        for lead in person.leads:
            by_lower.setdefault(lead.sf_id[:15].lower(), []).append(lead.sf_id)
    for same in by_lower.values():
        if len(same) > 1:
            found += [("case_only_ids", "crm_lead", record) for record in same]
    for item in world.opportunities:
        found += [(trap, "opportunity", item.sf_id) for trap in item.traps]
    for campaign in world.campaigns:
        found += [(trap, "campaign", campaign.sf_id) for trap in campaign.traps]
    found += [
        ("ledger_in_ad_platform", "cost", row.cost_id)
        for row in world.ledger
        if row.is_in_ad_platform
    ]
    found += [
        ("renamed_ad_campaign", "ad_campaign", str(campaign.campaign_id))
        for campaign in AD_CAMPAIGNS
        if campaign.platform != "yahoo_japan_ads"
    ]
    found += [
        ("ad_campaign_without_ads", "ad_campaign", str(campaign.campaign_id))
        for campaign in AD_CAMPAIGNS
        if campaign.group_count == 0
    ]
    for event in world.email_events:
        if event.is_machine and (event.kind == "opened" or event.ma.system == "hubspot"):
            trap = "machine_open" if event.kind == "opened" else "scanner_click"
            found.append((trap, "email", f"{event.number}|{event.ma.ma_id}"))
    found += _web_instances(world)
    for row in world.ads:
        if row.first_cost is not None:
            found.append(("restated_ad_day", "ad_day", f"{row.ad or row.campaign}|{row.day}"))
    found.sort()
