-- Grain: one row per public holiday (holiday_date).

{{ read_landing_record('holidays', {'holiday_date': 'date', 'holiday_name': 'string'}) }}
