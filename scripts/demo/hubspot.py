"""What HubSpot syncs of companies and deals."""

from .model import World


def sync(world: World) -> None:
    """Let HubSpot know the companies of its people, by the domains of their addresses."""
    for person in world.people:
        for ma in person.ma:
            domain = ma.email.strip().lower().rpartition("@")[2]
            own = person.account.domain
            if ma.system == "hubspot" and (domain == own or domain.endswith("." + own)):
                person.account.is_in_hubspot = True
    for item in world.opportunities:
        is_plain = not item.traps and item.amount is not None and item.account.is_in_hubspot
        if is_plain and item.account.number % 11 == 0 and item.roles:
            item.traps.add("deal_amount_not_synced")
