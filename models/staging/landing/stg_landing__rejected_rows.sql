-- Grain: one row per record that could not be landed (file, row_number).

{{ read_landing_record('rejected_rows', {
    'source_system': 'string', 'source_instance': 'string', 'table_name': 'string', 'file': 'string', 'row_number': 'bigint',
    'line_number': 'bigint', 'reason': 'string', 'raw_text': 'string'
}) }}
