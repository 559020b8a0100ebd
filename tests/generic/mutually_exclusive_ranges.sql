{#
  Fails with every range of days that begins before the one before it, of the same partition, has ended, and
  with every range that ends before it begins. Both ends belong to the range.
#}
{% test mutually_exclusive_ranges(model, from_column, to_column, partition_by) %}
select *
from (
    select
        {{ partition_by }},
        {{ from_column }},
        {{ to_column }},
        lag({{ to_column }}) over (partition by {{ partition_by }} order by {{ from_column }}, {{ to_column }}) as previous_end
    from {{ model }}
) as ranges
where {{ to_column }} < {{ from_column }} or {{ from_column }} <= previous_end
{% endtest %}
