-- Grain: one row per landed file (file).

{{ read_landing_record('landed_files', {
    'source_system': 'string', 'source_instance': 'string', 'table_name': 'string', 'file': 'string', 'file_format': 'string',
    'encoding': 'string', 'row_count': 'bigint', 'rejected_count': 'bigint', 'byte_count': 'bigint',
    'file_modified_at': 'timestamp'
}) }}
