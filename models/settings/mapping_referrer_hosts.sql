-- Grain: one row per host pattern (host_pattern).

{{ overlaid_seed('referrer_hosts', ['host_pattern']) }}
