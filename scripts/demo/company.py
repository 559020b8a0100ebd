"""The selling company's surroundings: colleagues, accounts and campaigns."""

import random
from datetime import date, datetime, timedelta

from . import names
from .clock import add_months, instant_on, is_day_off, tokyo_midnight
from .ids import Counter, SalesforceIds
from .model import Account, Campaign, User, World

USER_PLAN = (
    ("Inside Sales", 6),
    ("営業部", 9),
    ("Marketing", 3),
    ("カスタマーサクセス", 2),
    ("System Administrator", 1),
)
SALES_ROLES = ("Inside Sales", "営業部")


def make_users(world: World, rng: random.Random, sf_ids: SalesforceIds) -> None:
    """Hire the colleagues."""
    for role, count in USER_PLAN:
        for _ in range(count):
            family, given = rng.choice(names.FAMILY_NAMES), rng.choice(names.GIVEN_NAMES)
            world.users.append(
                User(
                    sf_ids.new("005"),
                    f"{family[0]} {given[0]}",
                    f"{given[1]}.{family[1]}{len(world.users) + 1}@{names.OWN_DOMAIN}",
                    role,
                )
            )


def users_of(world: World, *roles: str) -> list[User]:
    """List the colleagues of some roles."""
    return [user for user in world.users if user.role in roles]


def make_accounts(
    world: World, rng: random.Random, sf_ids: SalesforceIds, ids: Counter, count: int
) -> None:
    """Invent the companies of the market; domains never repeat."""
    industries = tuple((name, row[0]) for name, row in names.INDUSTRIES.items())
    owners = users_of(world, "営業部")
    seen: set[str] = set()
    for number in range(count):
        industry = names.weighted(rng, industries)
        _, words, endings = names.INDUSTRIES[industry]
        stem, ending = rng.choice(names.FIRM_STEMS), rng.choice(endings)
        label = f"{stem[1]}-{ending[1]}"
        kanji = f"{stem[0]}{ending[0]}"
        if label in seen:
            branch = rng.choice(("第一", "東京", "大阪", "中央", "みなと"))
            kanji, label = f"{kanji}{branch}", f"{label}{number + 1}"
        seen.add(label)
        tld = rng.choices(("co.jp", "jp", "com"), (70, 15, 15))[0]
        employees = max(5, min(40000, round(rng.lognormvariate(5.0, 1.4))))
        legal = "株式会社" if rng.random() < 0.93 else "有限会社"
        name = f"{legal}{kanji}" if rng.random() < 0.5 else f"{kanji}{legal}"
        created_on = world.first_day - timedelta(days=rng.randrange(30, 900))
        account = Account(
            ids.new("A"),
            sf_ids.new("001"),
            name,
            stem[1],
            f"{label}-demo.{tld}",
            industry,
            rng.choice(words),
            employees,
            names.weighted(rng, names.REGIONS),
            rng.choice(owners),
            instant_on(created_on, rng),
        )
        account.is_landed = rng.random() < 0.35
        account.is_legacy_customer = rng.random() < 0.025
        account.is_landed |= account.is_legacy_customer
        world.accounts.append(account)
    world.accounts[0].is_legacy_customer = world.accounts[0].is_landed = True


def make_campaigns(world: World, rng: random.Random, sf_ids: SalesforceIds) -> None:
    """Plan trade shows, webinars and mailings; all that cost money are over by ``as_of``."""
    month = world.first_day
    number = 0
    while month <= world.as_of:
        number += 1
        label = f"{month.year}-{month.month:02d}"
        last = add_months(month, 1) - timedelta(days=1)
        if number % 2 == 1:
            start = _working_day(month + timedelta(days=rng.randrange(5, 18)))
            _add(world, rng, sf_ids, f"{label} 製造DX展", "event", start, 2, 2400000)
        held = _working_day(month + timedelta(days=rng.randrange(15, 24)))
        webinar = _add(
            world,
            rng,
            sf_ids,
            f"{label} ウェビナー",
            "webinar",
            held - timedelta(days=14),
            14,
            180000,
        )
        webinar.program_id = f"WB-{number:03d}"
        webinar.traps.add("campaign_and_program_cost")
        if number % 3 == 2:
            spread = min(45, (world.as_of - month).days)
            mail = _add(world, rng, sf_ids, f"{label} メール企画", "email", month, spread, 450000)
            if mail.end > last:
                mail.traps.add("campaign_cost_spread")
        month = add_months(month, 1)
    _advertise(world, rng, sf_ids)
    world.campaigns = [item for item in world.campaigns if item.end <= world.as_of]


def _advertise(world: World, rng: random.Random, sf_ids: SalesforceIds) -> None:
    """Mirror two ad campaigns in the CRM, cost included; the ad platform reports it too."""
    days = (world.as_of - world.first_day).days
    for name, channel in (("search_brand", "paid_search"), ("display_retarget", "display")):
        mirror = _add(world, rng, sf_ids, name, channel, world.first_day, days, 4_000_000)
        mirror.utm_campaign, mirror.is_cost_counted = name, False
        mirror.traps.add("crm_campaign_of_ad_platform")


def _working_day(day: date) -> date:
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def _add(
    world: World,
    rng: random.Random,
    sf_ids: SalesforceIds,
    name: str,
    channel: str,
    start: date,
    days: int,
    cost: int,
) -> Campaign:
    word = {"event": rng.choice(("Trade Show", "展示会")), "webinar": "Webinar", "email": "Email"}
    actual = round(cost * rng.uniform(0.7, 1.4), -3)
    campaign = Campaign(
        sf_ids.new("701"),
        name,
        word.get(channel, "Advertisement"),
        channel,
        start,
        start + timedelta(days=days),
        int(actual),
        cost,
    )
    world.campaigns.append(campaign)
    return campaign


def campaign_created_at(campaign: Campaign) -> datetime:
    """Give the instant at which a campaign was entered: some weeks ahead, in the morning."""
    return tokyo_midnight(campaign.start - timedelta(days=30)) + timedelta(hours=10)
