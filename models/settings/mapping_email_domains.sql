-- Grain: one row per e-mail domain (domain).

{{ overlaid_seed('email_domains', ['domain']) }}
