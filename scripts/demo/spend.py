"""What marketing and sales cost, and the exchange rates to count it with."""

import random
from datetime import date, timedelta
from decimal import Decimal

from .clock import DAY, day_weight, days_between, is_rate_day, months_between
from .ids import Counter
from .model import AdRow, LedgerRow, Utm, World

# platform, account, campaign, channel, medium, currency, daily cost, clicks per 1000 cost units
AD_CAMPAIGNS = (
    ("google_ads", "123-456-7890", "search_brand", "paid_search", "cpc", "JPY", 9000, 7.0),
    ("google_ads", "123-456-7890", "search_generic_a", "paid_search", "cpc", "JPY", 26000, 2.2),
    ("google_ads", "123-456-7890", "search_generic_b", "paid_search", "cpc", "JPY", 18000, 2.0),
    ("google_ads", "123-456-7890", "display_retarget", "display", "display", "JPY", 11000, 5.5),
    ("linkedin_ads", "508800111", "li_leadgen", "paid_social", "paid_social", "USD", 120, 110.0),
    ("linkedin_ads", "508800111", "li_awareness", "paid_social", "paid_social", "USD", 70, 140.0),
)
RESTATED_DAYS = 20
FIRST_LOAD_LAG = 7


def make_rates(world: World, rng: random.Random) -> None:
    """Quote the dollar and the euro in yen on working days only."""
    quotes = {"USD": 149.0, "EUR": 162.0}
    first = min([world.first_day, *(item.close_date for item in world.opportunities)])
    for day in days_between(first - timedelta(days=40), world.as_of):
        if not is_rate_day(day):
            continue
        for currency in ("USD", "EUR"):
            quotes[currency] *= 1 + rng.gauss(0, 0.004)
            quotes[currency] = min(185.0, max(125.0, quotes[currency]))
            world.rates[(currency, day)] = Decimal(f"{quotes[currency]:.4f}")


def make_ads(world: World, rng: random.Random) -> None:
    """Run the ads every day; the last days of the first load were restated later."""
    first_load_end = world.as_of - DAY * FIRST_LOAD_LAG
    restated_from = world.as_of - DAY * RESTATED_DAYS
    for day in days_between(world.first_day, world.as_of):
        weight = day_weight(day, world.first_day, world.as_of)
        for platform, account, campaign, channel, medium, currency, cost, clicks in AD_CAMPAIGNS:
            for number in (1, 2):
                spent = cost * weight * rng.uniform(0.35, 0.65)
                row = AdRow(
                    platform,
                    account,
                    day,
                    channel,
                    campaign,
                    f"{campaign}_g{number}",
                    f"{campaign}_g{number}_a1",
                    Utm("google" if platform == "google_ads" else "linkedin", medium, campaign),
                    int(spent * clicks * rng.uniform(0.9, 1.2)),
                    int(spent * clicks / 1000 * rng.uniform(0.8, 1.2)),
                    Decimal(f"{spent:.0f}" if currency == "JPY" else f"{spent:.2f}"),
                    currency,
                    rng.choices((0, 1, 2), (80, 15, 5))[0],
                )
                if restated_from <= day <= first_load_end:
                    share = Decimal(rng.randrange(80, 99)) / 100
                    digits = Decimal("1") if currency == "JPY" else Decimal("0.01")
                    row.first_cost = (row.cost * share).quantize(digits)
                world.ads.append(row)


def make_ledger(world: World, rng: random.Random, ids: Counter) -> None:
    """Book salaries, tools and agencies; the agency's media bill repeats the platforms."""
    plan = (
        ("marketing_people", "marketing", "", 6_500_000, False),
        ("marketing_tools", "marketing", "", 1_800_000, False),
        ("marketing_program", "marketing", "organic_search", 800_000, False),
        ("marketing_program", "marketing", "referral", 200_000, False),
        ("marketing_program", "marketing", "paid_search", 1_500_000, True),
        ("sales_people", "sales", "", 14_000_000, False),
        ("sales_tools", "sales", "", 1_200_000, False),
    )
    for number, month in enumerate(months_between(world.first_day, world.as_of)):
        for cost_type, function, channel, amount, is_in_ads in plan:
            drift = (1 + 0.008 * number) * rng.uniform(0.97, 1.03) * min(1.0, 0.3 + world.scale)
            world.ledger.append(
                LedgerRow(
                    ids.new("c-"),
                    month,
                    cost_type,
                    function,
                    channel,
                    int(round(amount * drift, -3)),
                    is_in_ads,
                )
            )


def ad_loads(world: World) -> tuple[list[AdRow], list[AdRow], date]:
    """Split the ads in the first load and the later one that replaces its last days."""
    first_load_end = world.as_of - DAY * FIRST_LOAD_LAG
    restated_from = world.as_of - DAY * RESTATED_DAYS
    first = [row for row in world.ads if row.day <= first_load_end]
    second = [row for row in world.ads if row.day >= restated_from]
    return first, second, first_load_end
