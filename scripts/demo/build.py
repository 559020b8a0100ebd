"""Put the demo together: simulate, plant traps, land, write the truth."""

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from . import company, emails, hubspot, policy, spend, truth, visitors
from .clock import add_months, tokyo_midnight
from .deals import DealSimulator
from .ids import Counter, SalesforceIds
from .landing_ads import write_ads
from .landing_ga4 import Ga4Landing
from .landing_generic import write_generic
from .landing_hubspot import HubspotLanding
from .landing_salesforce import SalesforceLanding
from .model import World
from .people import PeopleSimulator
from .traps import TrapPlanter, collect_instances
from .traps_web import WebTrapPlanter
from .web import WebSimulator

MARKER = ".demo_data"
UNFINISHED = ".demo_data_unfinished"
OWN_FOLDERS = (
    *("salesforce", "hubspot", "generic", "google_ads", "linkedin_ads", "ga4"),
    *("policy", "mapping", "truth"),
)
MONTHS = 30
ACCOUNTS, PEOPLE, SESSIONS = 3000, 12000, 150_000


class FolderInUseError(Exception):
    """The output folder holds files that this program did not make."""


@dataclass(frozen=True)
class Summary:
    """How much was made."""

    people: int
    accounts: int
    opportunities: int
    sessions: int
    traps: int


def simulate(seed: int, scale: float, as_of: date) -> tuple[World, SalesforceIds]:
    """Simulate the company for the thirty months that end at ``as_of``."""
    rng = random.Random(seed)
    first = add_months(as_of, 1 - MONTHS)
    world = World(seed, scale, first, as_of, tokyo_midnight(as_of + timedelta(days=1)))
    sf_ids, ids = SalesforceIds(), Counter()
    company.make_users(world, rng, sf_ids)
    company.make_accounts(world, rng, sf_ids, ids, max(20, round(ACCOUNTS * scale)))
    company.make_campaigns(world, rng, sf_ids)
    people = PeopleSimulator(world, rng, sf_ids, ids)
    people.make_people(max(100, round(PEOPLE * scale)))
    deals = DealSimulator(world, rng, sf_ids, ids, people)
    deals.run()
    TrapPlanter(world, rng, sf_ids, people, deals).plant()
    spend.make_rates(world, rng)
    spend.make_ads(world, rng)
    spend.make_ledger(world, rng, ids)
    emails.make_emails(world, rng)
    hubspot.sync(world)
    web = WebSimulator(world, rng)
    web.make(round(SESSIONS * scale))
    WebTrapPlanter(web).plant()
    web.finish()
    return world, sf_ids


def prepare_folder(folder: Path) -> None:
    """Empty a folder of an earlier demo, and refuse any other that is not empty.

    Until the data is complete the folder carries another mark than afterwards, so that a
    killed run is neither taken for a finished one nor for somebody's own files.
    """
    if folder.exists() and not folder.is_dir():
        raise FolderInUseError(f"{folder} is not a folder — choose another --out")
    is_own = (folder / MARKER).exists() or (folder / UNFINISHED).exists()
    if folder.exists() and any(folder.iterdir()) and not is_own:
        raise FolderInUseError(
            f"{folder} holds files that are not demo data — choose an empty folder with --out"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UNFINISHED).touch()
    (folder / MARKER).unlink(missing_ok=True)
    for name in OWN_FOLDERS:
        _remove(folder / name)


def finish_folder(folder: Path, arguments: dict[str, object]) -> None:
    """Say that the folder is complete, and how it was made."""
    (folder / MARKER).write_text(json.dumps(arguments) + "\n", encoding="utf-8")
    (folder / UNFINISHED).unlink()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for child in path.iterdir():
            _remove(child)
        path.rmdir()
    elif path.exists():
        path.unlink()


def generate(folder: Path, seed: int, scale: float, as_of: date) -> Summary:
    """Simulate and write everything; the same arguments give the same bytes."""
    prepare_folder(folder)
    world, sf_ids = simulate(seed, scale, as_of)
    Ga4Landing(world, folder / "ga4").write()
    visitors.link(world)
    collect_instances(world)
    SalesforceLanding(world, folder / "salesforce", sf_ids).write()
    HubspotLanding(world, folder / "hubspot").write()
    write_generic(world, folder / "generic")
    write_ads(world, folder)
    policy.write_policy(folder)
    truth.write_truth(world, folder / "truth")
    finish_folder(folder, {"seed": seed, "scale": scale, "as_of": as_of.isoformat()})
    return Summary(
        len(world.people),
        len(world.accounts),
        len(world.opportunities),
        len(world.sessions),
        len(set(world.trap_instances)),
    )
