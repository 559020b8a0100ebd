"""A landing folder small enough to know by heart, clean or with every fault a user's export can have.

The clean one holds three leads, three deals, one contact per deal, two accounts, two costs and a rate; the
dirty one lays the faults over it. What each fault must do to the figures stands beside it.
"""

from __future__ import annotations

from pathlib import Path

AS_OF = "2026-03-31"
DBT_VARS = f"{{systems: [generic], as_of: {AS_OF}}}"

CLEAN = {
    "crm_accounts": """\
account_id,account_name,website_domain,industry,created_at
A1,Alpha KK,alpha.example,manufacturing,2025-01-10
A2,Beta Inc,beta.example,retail,2025-02-10
""",
    "crm_contacts": """\
contact_id,account_id,email,created_at
C1,A1,one@alpha.example,2026-01-05
C2,A2,two@beta.example,2026-01-06
""",
    "crm_leads": """\
lead_id,email,status,lead_source,created_at
L1,one@alpha.example,MQL,Webinar,2026-01-05
L2,two@beta.example,MQL,Webinar,2026-01-06
L3,three@beta.example,Open,Webinar,2026-02-01
""",
    "crm_opportunities": """\
opportunity_id,account_id,opportunity_type,stage,amount,currency,lead_source,close_date,created_at
O1,A1,new_business,Closed Won,1000000,JPY,Webinar,2026-02-20,2026-01-20
O2,A2,new_business,Closed Won,2000,USD,Webinar,2026-02-25,2026-01-25
O3,A2,expansion,Proposal,300000,JPY,Webinar,2026-06-30,2026-03-01
""",
    "crm_opportunity_contacts": """\
opportunity_id,contact_id,is_primary
O1,C1,true
O2,C2,true
O3,C2,true
""",
    "finance_costs": """\
cost_id,cost_month,cost_type,function,amount,currency
K1,2026-01-01,marketing_program,marketing,100000,JPY
K2,2026-02-01,marketing_program,marketing,200000,JPY
""",
    "finance_fx_rates": """\
rate_date,from_currency,to_currency,rate
2026-02-24,USD,JPY,150
""",
}

DIRTY = {
    # L1 came twice and counts once; line 5 is ragged; L4 has an unmapped status and source; L5 a day that
    # does not exist; L6 a day of two readings; the last row has no key. L1 to L4 have a day that counts.
    "crm_leads": """\
lead_id,email,status,lead_source,created_at
L1,one@alpha.example,Open,Webinar,2026-01-05
L1,one@alpha.example,MQL,Webinar,2026-01-05
L2,two@beta.example,MQL,Webinar,2026-01-06
L9,nine@gamma.example,MQL,Webinar,2026-01-07,surplus
L3,three@beta.example,Open,Webinar,2026-02-01
L4,four@delta.example,Pondering,Carrier pigeon,2026-02-02
L5,five@delta.example,Open,Webinar,31/02/2025
L6,six@delta.example,Open,Webinar,04/05/2025
,seven@delta.example,Open,Webinar,2026-02-03
""",
    # O4 has text for an amount; O5 a currency without a rate; O6 an unmapped stage. Revenue won is that of O1
    # and O2: 1,000,000 + 2,000 x 150 = 1,300,000.
    "crm_opportunities": """\
opportunity_id,account_id,opportunity_type,stage,amount,currency,lead_source,close_date,created_at
O1,A1,new_business,Closed Won,1000000,JPY,Webinar,2026-02-20,2026-01-20
O2,A2,new_business,Closed Won,2000,USD,Webinar,2026-02-25,2026-01-25
O3,A2,expansion,Proposal,300000,JPY,Webinar,2026-06-30,2026-03-01
O4,A2,new_business,Closed Won,about five,JPY,Webinar,2026-02-26,2026-01-26
O5,A1,expansion,Closed Won,7000,SEK,Webinar,2026-02-27,2026-01-27
O6,A2,new_business,Mulling,400000,JPY,Webinar,2026-07-31,2026-03-02
""",
    # The key of the table did not land at all.
    "crm_users": "name,email\nSato,sato@own.example\n",
    # A header and no row; and a file without a byte.
    "crm_activities": "activity_id,activity_type,activity_at\n",
    "crm_campaigns": "",
}
# Excel in Japan saves Shift_JIS: read as such, and not rejected.
SHIFT_JIS_ACCOUNTS = """\
account_id,account_name,website_domain,industry,created_at
A1,アルファ株式会社,alpha.example,manufacturing,2025-01-10
A2,ベータ株式会社,beta.example,retail,2025-02-10
"""


def write_clean(folder: Path, system: str = "generic") -> Path:
    """Nothing wrong with it."""
    _write(folder / system, CLEAN)
    return folder


def write_dirty(folder: Path) -> Path:
    """Every fault at once."""
    write_clean(folder)
    _write(folder / "generic", DIRTY)
    (folder / "generic" / "crm_accounts.csv").write_bytes(SHIFT_JIS_ACCOUNTS.encode("cp932"))
    return folder


def add_overlay(folder: Path, name: str, text: str) -> None:
    """The user's own settings: `mapping/lead_stages` or `policy/size_bands`."""
    path = folder / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write(folder: Path, tables: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
