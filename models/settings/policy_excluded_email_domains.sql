-- Grain: one row per e-mail domain (domain).

{{ replaced_seed('excluded_email_domains', ['domain']) }}
