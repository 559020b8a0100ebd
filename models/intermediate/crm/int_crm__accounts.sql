-- Grain: one row per CRM account (company) record (source_system, source_instance, account_id).

{{ union_of_systems('crm_accounts') }}
