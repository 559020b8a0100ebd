"""The demo company's own policy and mapping overlays."""

from pathlib import Path

from . import names
from .files import write_csv
from .landing_hubspot import LIFECYCLE
from .rules import SOURCE_CHANNELS

RATIONALE = {
    "manufacturing": "主力顧客層",
    "information_technology": "導入実績が多い",
    "finance": "大型案件が見込める",
    "healthcare": "重点開拓市場",
    "logistics": "重点開拓市場",
}
LEAD_STAGES = (
    ("salesforce", "New", "lead"),
    ("salesforce", "MQL", "mql"),
    ("salesforce", "Accepted", "sal"),
    ("salesforce", "営業対応中", "sal"),
    ("salesforce", "SQL", "sql"),
    ("salesforce", "Recycled", "recycled"),
    ("salesforce", "Disqualified", "disqualified"),
    ("salesforce", "失格", "disqualified"),
    ("hubspot", "NEW", "lead"),
    ("hubspot", "UNQUALIFIED", "disqualified"),
    *(("hubspot", word, stage) for stage, word in LIFECYCLE.items()),
)


def write_policy(folder: Path) -> None:
    """Write the overlays that replace or extend the shipped seeds."""
    write_csv(
        folder / "policy" / "target_profile.csv",
        ("attribute", "value", "rationale"),
        [("industry", value, RATIONALE[value]) for value in names.TARGET_INDUSTRIES],
    )
    write_csv(
        folder / "policy" / "excluded_email_domains.csv",
        ("domain", "domain_type", "reason"),
        names.excluded_domains(),
    )
    write_csv(
        folder / "mapping" / "lead_stages.csv",
        ("source_system", "source_value", "stage"),
        LEAD_STAGES,
    )
    write_csv(
        folder / "mapping" / "lead_sources.csv",
        ("source_system", "source_value", "channel"),
        [
            (system, word, channel)
            for system in ("salesforce", "generic")
            for word, channel in names.WORD_CHANNEL.items()
        ]
        + [("hubspot", word, channel) for word, channel in SOURCE_CHANNELS.items()],
    )
