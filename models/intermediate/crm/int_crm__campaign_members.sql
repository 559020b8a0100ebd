-- Grain: one row per member of a CRM campaign (source_system, source_instance, campaign_id, member_id).

{{ union_of_systems('crm_campaign_members') }}
