-- Grain: one row per CRM campaign (source_system, source_instance, campaign_id).

{{ union_of_systems('crm_campaigns') }}
