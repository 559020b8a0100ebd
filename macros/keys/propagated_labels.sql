{#
  One round of label propagation: every identifier takes the smallest label among itself and its neighbours,
  then the label of that label (pointer jumping). Labels are identifier keys; at the fixed point all
  identifiers of one thing carry the same one.
#}
{% macro propagated_labels(previous_round) %}
with

labels as (

    select * from {{ previous_round }}

),

edges as (

    select * from {{ ref('int_identity__edges') }}

),

neighbours as (

    select from_identifier_key as identifier_key, to_identifier_key as neighbour_key from edges
    union all
    select to_identifier_key as identifier_key, from_identifier_key as neighbour_key from edges

),

offered as (

    select
        neighbours.identifier_key,
        min(labels.label) as label
    from neighbours
    inner join labels on neighbours.neighbour_key = labels.identifier_key
    group by neighbours.identifier_key

),

hooked as (

    select
        labels.identifier_key,
        least(labels.label, coalesce(offered.label, labels.label)) as label
    from labels
    left join offered on labels.identifier_key = offered.identifier_key

),

final as (

    select
        hooked.identifier_key,
        least(hooked.label, jumps.label) as label
    from hooked
    inner join hooked as jumps on hooked.label = jumps.identifier_key

)

select * from final
{% endmacro %}
