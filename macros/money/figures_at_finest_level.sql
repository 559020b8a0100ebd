{#
  Ad figures of several levels of detail that overlap, each figure once at the finest level that has it. The
  relation has one row per level (level_rank 1 ad, 2 ad group, 3 campaign, 4 account), thing and day, with the ids
  of what holds it and the columns in `names`. Of a coarser row stays what the next finer rows below it leave: a campaign without ads keeps
  all, one that its ads explain is gone, one that its ads exceed keeps a negative rest, so that a day adds up to its
  coarsest figure. A row that does not know what holds it is left to the level that has the day and does.
  Rows in a currency of their own are not subtracted: the coarser row gives way. Cost comes out in whole cents whose
  sum is that of the account's day.
#}
{% macro figures_at_finest_level(relation, names=[]) %}
    {%- set ids = {2: 'ad_group_id', 3: 'campaign_id', 4: 'ad_account_id'} -%}
    {%- set measures = {'impressions': 'bigint', 'clicks': 'bigint', 'cost': 'decimal(28,8)', 'conversions': 'decimal(28,8)'} -%}
with

marked as (

    select
        *
        {%- for rank, id in ids.items() %},
        max(case when level_rank = {{ rank }} then 1 else 0 end) over (partition by source_system, source_instance, stat_date)
            as has_rank_{{ rank }}
        {%- endfor %}
    from {{ relation }}

),

placeable as (

    select
        *,
        case level_rank {% for rank, id in ids.items() %}when {{ rank }} then {{ id }} {% endfor %}end as holder_id
    from marked
    where not (
        {%- for rank, id in ids.items() %}
        {{ 'or ' if not loop.first }}(level_rank < {{ rank }} and {{ id }} is null and has_rank_{{ rank }} = 1)
        {%- endfor %}
    )

),

held as (

    select
        placeable.*,
        case {% for rank, id in ids.items() %}when held_by_{{ rank }}.level_rank is not null then {{ rank }} {% endfor %}end as held_by_rank,
        case {% for rank, id in ids.items() %}when held_by_{{ rank }}.level_rank is not null then placeable.{{ id }} {% endfor %}end as held_by_id
    from placeable
    {%- for rank, id in ids.items() %}
    left join placeable as held_by_{{ rank }}
        on
            held_by_{{ rank }}.level_rank = {{ rank }}
            and placeable.level_rank < {{ rank }}
            and placeable.source_system = held_by_{{ rank }}.source_system
            and placeable.source_instance = held_by_{{ rank }}.source_instance
            and placeable.stat_date = held_by_{{ rank }}.stat_date
            and placeable.{{ id }} = held_by_{{ rank }}.{{ id }}
    {%- endfor %}

),

finer as (

    select
        source_system,
        source_instance,
        stat_date,
        held_by_rank,
        held_by_id,
        case when min(currency) = max(currency) then min(currency) end as currency
        {%- for measure, data_type in measures.items() %},
        cast(coalesce(sum({{ measure }}), 0) as {{ data_type }}) as {{ measure }}
        {%- endfor %}
    from held
    where held_by_rank is not null
    group by source_system, source_instance, stat_date, held_by_rank, held_by_id

),

rests as (

    select
        placeable.*,
        finer.held_by_rank is not null as is_rest,
        finer.held_by_rank is null or finer.currency = placeable.currency as is_comparable
        {%- for measure, data_type in measures.items() %},
        cast(placeable.{{ measure }} - coalesce(finer.{{ measure }}, 0) as {{ data_type }}) as own_{{ measure }}
        {%- endfor %}
    from placeable
    left join finer
        on
            placeable.source_system = finer.source_system
            and placeable.source_instance = finer.source_instance
            and placeable.stat_date = finer.stat_date
            and placeable.level_rank = finer.held_by_rank
            and placeable.holder_id = finer.held_by_id

),

cumulated as (

    select
        *,
        sum(own_cost) over (
            partition by source_system, source_instance, ad_account_id, stat_date, currency
            order by level_rank, campaign_id nulls last, ad_group_id nulls last, ad_id nulls last
            rows between unbounded preceding and current row
        ) as cost_so_far
    from rests
    where
        is_comparable
        and not (
            is_rest
            {%- for measure in measures %}
            and coalesce(own_{{ measure }}, 0) = 0
            {%- endfor %}
        )

)

select
    source_system,
    source_instance,
    stat_date,
    ad_group_id,
    ad_id,
    {%- for name in names %}
    {{ name }},
    {%- endfor %}
    currency,
    own_impressions as impressions,
    own_clicks as clicks,
    coalesce(ad_account_id, '(unassigned)') as ad_account_id,
    coalesce(campaign_id, '(unassigned)') as campaign_id,
    cast(
        case
            when own_cost is not null then cast(cost_so_far as decimal(18, 2)) - cast(cost_so_far - own_cost as decimal(18, 2))
        end as decimal(18, 2)
    ) as cost,
    cast(own_conversions as double) as conversions
from cumulated
{% endmacro %}
