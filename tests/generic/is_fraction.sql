{# Fails with every value below 0 or above 1: shares and probabilities are stored as 0.32, never as 32. #}
{% test is_fraction(model, column_name) %}
select {{ column_name }}
from {{ model }}
where {{ column_name }} < 0 or {{ column_name }} > 1
{% endtest %}
