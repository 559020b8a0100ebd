{# Fails with every row in which one of the columns is null: one pass for a model where a test per column would take many. #}
{% test no_nulls(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
where {{ columns | join(' is null or ') }} is null
{% endtest %}
