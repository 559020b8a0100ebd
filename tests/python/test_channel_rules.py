"""Channel rules name the channel of GA4's default groups, for every source that GA4 has a category for.

VENDOR_SAMPLES_DIR names the folder that holds GA4's list of sources; the sources by hand need no such folder.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from warehouses import Warehouse

# Rakuten's market place is a shop where GA4's list says search engine: its search is websearch.rakuten.co.jp.
EXCEPTIONS = {"rakuten": "shopping", "rakuten.co.jp": "shopping"}
BY_HAND = {
    ("google", "cpc"): "paid_search",
    ("google", "organic"): "organic_search",
    ("google.com", "referral"): "organic_search",
    ("yahoo.co.jp", "referral"): "organic_search",
    ("linkedin", "paid_social"): "paid_social",
    ("linkedin.com", "referral"): "organic_social",
    ("lnkd.in", "referral"): "organic_social",
    ("youtube.com", "referral"): "organic_video",
    ("partner.example", "referral"): "referral",
    ("mail.google.com", "referral"): "email",
    ("newsletter", "E-Mail"): "email",
    ("crm", "e_mail"): "email",
    ("e mail", ""): "email",
    ("meisai", "メルマガ"): "email",
    ("yahoo", "display"): "display",
    ("somewhere", "ppc"): "paid_other",
    ("", ""): "direct",
    ("(direct)", "(none)"): "direct",
    ("pigeon", "post"): "(unmapped)",
}


def listed_sources() -> dict[str, str]:
    """GA4's own list: source and category."""
    folder = os.environ.get("VENDOR_SAMPLES_DIR")
    if not folder:
        pytest.skip("VENDOR_SAMPLES_DIR is not set: no vendor sample files to read")
    path = Path(folder) / "ga4" / "ga4_source_categories.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            row["source"].lower(): row["source_category"].removeprefix("SOURCE_CATEGORY_").lower()
            for row in csv.DictReader(stream)
        }


def channels_of(folder: Path, tags: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The channel of each pair of source and medium, as tags of a form that landed."""
    raw = folder / "raw" / "generic"
    raw.mkdir(parents=True)
    with (raw / "ma_form_submissions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["submission_id", "utm_source", "utm_medium"])
        writer.writerows((str(number), *map(quote, pair)) for number, pair in enumerate(tags))
    warehouse = Warehouse(folder, raw.parent, {"systems": ["generic"], "as_of": "2026-09-30"})
    warehouse.land()
    selection = ["+int_engagement__utm_channels", "--exclude-resource-type", "test", "unit_test"]
    warehouse.dbt("build", "--select", *selection)
    rows = warehouse.query(
        "select utm_source, utm_medium, channel from intermediate.int_engagement__utm_channels"
    )
    return {(source, medium): channel for source, medium, channel in rows}


def compared(source: str, medium: str) -> tuple[str, str]:
    """The pair as the model holds it."""
    return source, {"(none)": ""}.get(medium, medium.lower())


def test_every_listed_source_has_the_channel_of_its_category(tmp_path: Path) -> None:
    """D16. Paid with a paid medium, organic with none, with organic and as a referrer."""
    categories = listed_sources() | EXCEPTIONS
    assert len(categories) == 819
    media = ("", "organic", "referral", "cpc")
    found = channels_of(tmp_path, [(source, medium) for source in categories for medium in media])
    wrong = {
        (source, medium): found[source, medium]
        for source, category in categories.items()
        for medium in media
        if found[source, medium] != f"{'paid' if medium == 'cpc' else 'organic'}_{category}"
    }
    assert wrong == {}


def test_known_pairs_of_source_and_medium_have_their_channel(tmp_path: Path) -> None:
    """D16. Paid goes before organic, the spellings of e-mail together, what no rule knows stays visible."""
    found = channels_of(tmp_path, list(BY_HAND))
    assert {pair: found[compared(*pair)] for pair in BY_HAND} == BY_HAND
