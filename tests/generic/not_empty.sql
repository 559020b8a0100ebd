{# Fails where a model that has rows in every warehouse has none: a test over no rows would pass. #}
{% test not_empty(model) %}
select row_count
from (select count(*) as row_count from {{ model }}) as counted
where row_count = 0
{% endtest %}
