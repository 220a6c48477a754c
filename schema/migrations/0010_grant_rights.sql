-- What each role may do, table by table. Nothing is granted by default: a role that is not named here may do nothing.
--
-- didtron_owner migrates and owns all but what didtron_storage owns: calls, usage and what else a load writes in bulk. The loader
-- inserts there, and deletes nothing but deltas; partitions are made for it by add_call_partitions. The application inserts,
-- and updates the columns that are state. didtron_portal reads by row-level security, didtron_reporter reads.

-- Storage

DO $$
DECLARE
    stored text;
BEGIN
    FOREACH stored IN ARRAY ARRAY['call', 'chunk', 'call_reject', 'call_mark', 'call_loss', 'call_longest',
        'route_post_dial_delay', 'usage_delta_block', 'usage', 'service_usage', 'usage_adjustment', 'daily_volume',
        'daily_total', 'call_merge']
    LOOP
        EXECUTE format('ALTER TABLE %I OWNER TO didtron_storage', stored);
    END LOOP;
END
$$;
ALTER SEQUENCE chunk_id OWNER TO didtron_storage;
ALTER FUNCTION add_call_partitions OWNER TO didtron_storage;
ALTER FUNCTION add_usage_partitions OWNER TO didtron_storage;
ALTER FUNCTION begin_call_merge OWNER TO didtron_storage;
ALTER FUNCTION continue_call_merge OWNER TO didtron_storage;
ALTER FUNCTION finish_call_merge OWNER TO didtron_storage;
ALTER FUNCTION summarize_call_days OWNER TO didtron_storage;
ALTER FUNCTION summarize_usage_days OWNER TO didtron_storage;
-- The functions run with the rights of storage, so what they name is fixed.
ALTER FUNCTION add_call_partitions SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION summarize_call_days SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION add_usage_partitions SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION add_entry_partitions SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION summarize_usage_days SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION analyze_grown_tables SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION begin_call_merge SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION continue_call_merge SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION finish_call_merge SECURITY DEFINER SET search_path = public, pg_temp;
REVOKE EXECUTE ON FUNCTION add_call_partitions, summarize_call_days, summarize_usage_days, make_month_partitions, add_usage_partitions,
    add_entry_partitions, analyze_grown_tables, begin_call_merge, continue_call_merge, finish_call_merge,
    grant_call_partition FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_call_partitions, summarize_call_days, summarize_usage_days, begin_call_merge, continue_call_merge, finish_call_merge
    TO didtron_loader, didtron_storage;
GRANT EXECUTE ON FUNCTION add_usage_partitions TO didtron_storage;
GRANT EXECUTE ON FUNCTION make_month_partitions, grant_call_partition TO didtron_storage;
GRANT EXECUTE ON FUNCTION add_usage_partitions, add_entry_partitions, analyze_grown_tables TO didtron_app, didtron_loader;

-- Reading. Owners read as well: a statement of the owner's joins what storage owns, and the other way round.

GRANT SELECT ON
    account, account_balance, act, actor, agreement, agreement_terms, audit_event, bank_account,
    billing_day_mode, call, call_longest, call_loss, call_mark, call_merge, call_reject, canonical_rate, card_assignment,
    card_destination, card_holiday, card_version, carried_sum, cdr_file, chunk, close_counter, closing, closing_posting,
    closing_total, contact,
    currency, current_exchange_rate, current_terms, daily_total, daily_volume, deck_line, deck_profile, destination,
    destination_mapping, destination_prefix, did, did_charge, did_charge_claim, document, document_issue,
    document_kind, document_party, document_series, entity, entry, exchange_rate, exchange_rate_revision,
    file_findings, iana_zone, invoice, invoice_line, invoice_offset, invoice_run, invoice_tax, issued_invoice,
    job, job_run, journal, journal_kind, ledger_account, ledger_account_type, manual_journal, manual_journal_line, number_state,
    origin_prefix, partner, party_detail, period_lock, product, rate, rate_card, revaluation, revaluation_line,
    reversal_request, route_post_dial_delay, schedule, schema_migration, seal_block, sealed_record, sealed_sum, service_usage, setting, suspense,
    suspense_account, suspense_correction, suspense_resolution, switch, tax_profile, tax_rate, terms_span, time_band, time_band_set, unclaimed_period,
    unfinished_file, usage, usage_adjustment, usage_claim, usage_delta, usage_delta_block,
    version_beside
    TO didtron_owner, didtron_storage, didtron_loader, didtron_app, didtron_reporter;
-- Answers to requests are for whoever asked.
GRANT SELECT ON act_request TO didtron_app;
-- That a key leads to an act is checked.
GRANT SELECT (actor_id, act_id) ON act_request TO didtron_reporter;

-- The seed of call keys, and later what opens other systems.
GRANT USAGE ON SCHEMA secret TO didtron_loader, didtron_app;
GRANT SELECT ON secret.call_key TO didtron_loader, didtron_app;

-- Loading and closing

GRANT INSERT ON call, chunk, call_reject, call_mark, call_loss, call_longest, route_post_dial_delay, usage_delta_block, usage,
    service_usage, usage_adjustment, suspense, suspense_resolution, cdr_file, closing, closing_total, daily_total, daily_volume,
    billing_day_mode, unclaimed_period TO didtron_loader;
GRANT DELETE ON usage_delta_block TO didtron_loader;
GRANT UPDATE (duration_ns) ON daily_volume TO didtron_loader;
GRANT UPDATE (attempts, answered, duration_ns, billed_s, micros) ON daily_total TO didtron_loader;
GRANT INSERT, UPDATE (last_number) ON close_counter TO didtron_loader;
GRANT USAGE ON SEQUENCE chunk_id TO didtron_loader;
-- A file is entered, gets its chunks and is closed. While it has no chunk it may be entered otherwise, and the entry of one
-- that cannot be read is taken back.
GRANT UPDATE (name, layout, layout_definition, tariff_hash, chunk_bytes, starts_from, starts_until, longest_call_s,
    rejected_percent_max, rejected_least, chunks, state, close_number, closed_at,
    act_id, source_file_id, undo_act_id, undone_for_id, undone_at), DELETE ON cdr_file TO didtron_loader;
-- Loads, re-rates and closing are acts.
GRANT INSERT ON act, actor, audit_event TO didtron_loader;
GRANT UPDATE (outcome, ended_at, refusal) ON act TO didtron_loader;

-- The application: what it records

GRANT INSERT ON
    account, account_balance, act, act_request, actor, agreement, agreement_terms, audit_event, bank_account,
    card_assignment, card_destination, card_holiday, card_version, carried_sum, closing_posting, contact, deck_line,
    deck_profile, destination, destination_mapping, destination_prefix, did, did_charge, did_charge_claim, document,
    document_issue, document_party, document_series, entity, entry, exchange_rate, file_findings,
    invoice, invoice_line, invoice_offset, invoice_run, invoice_tax, job, job_run, journal, ledger_account, ledger_account_type,
    manual_journal, manual_journal_line, number_state, origin_prefix, partner, party_detail, period_lock, product, rate,
    rate_card, revaluation, revaluation_line, reversal_request, schedule, seal_block, sealed_record, sealed_sum, setting, suspense_correction,
    switch,
    tax_profile, tax_rate, time_band, time_band_set, usage_claim, version_beside
    TO didtron_app;
-- Numbers that it takes by name; those of identity columns need no right.
GRANT USAGE ON SEQUENCE act_id_seq TO didtron_app, didtron_loader;
GRANT USAGE ON SEQUENCE document_id_seq, revaluation_id_seq TO didtron_app;

-- The application: what it changes, column by column. Terms and names are state; what happened is not.

GRANT UPDATE (name, zone) ON entity TO didtron_app;
GRANT UPDATE (name) ON partner TO didtron_app;
GRANT UPDATE (legal_name, address, city, region, postal_code, country, registration_number, tax_ids, language, reference,
    valid) ON party_detail TO didtron_app;
GRANT UPDATE (holder, iban, account_number, bic, bank_name, correspondent_bic, valid) ON bank_account TO didtron_app;
GRANT UPDATE (name, mail, phone, changed_at), DELETE ON contact TO didtron_app;
GRANT UPDATE (role) ON agreement TO didtron_app;
GRANT UPDATE (credit_limit_micros, notice_increase_days, notice_decrease_days, notice_new_days, notice_closed_days,
    notice_blocked_days), DELETE ON agreement_terms TO didtron_app;
GRANT UPDATE (name, sentence) ON tax_profile TO didtron_app;
GRANT UPDATE (rate_millionths, account_type), DELETE ON tax_rate TO didtron_app;
GRANT UPDATE (name, direction) ON product TO didtron_app;
GRANT UPDATE (zone, international_prefixes, tech_prefixes, home_country, national_prefix, national_digits, number_separators,
    number_uris, anonymous_callers) ON switch TO didtron_app;
GRANT UPDATE (partner_id, product_id, parent_account_id, kind) ON account TO didtron_app;
GRANT UPDATE (destination_id) ON destination_prefix TO didtron_app;
GRANT UPDATE (destination_id, method, prefixes, matched, reviewed_by, reviewed_at) ON destination_mapping TO didtron_app;
GRANT UPDATE (state, approved_at, approved_by, withdrawn_at, withdrawn_by, displaced_by_id) ON card_version TO didtron_app;
GRANT UPDATE (effective) ON card_assignment TO didtron_app;
GRANT UPDATE (withdrawn_at) ON time_band_set TO didtron_app;
GRANT UPDATE (name), DELETE ON card_holiday TO didtron_app;
GRANT UPDATE (origin), DELETE ON origin_prefix TO didtron_app;
GRANT UPDATE (state), DELETE ON number_state TO didtron_app;
GRANT UPDATE (value, changed_at, changed_by), DELETE ON setting TO didtron_app;
GRANT UPDATE (partner_id, product_id, supplier_id, monthly_fee_micros, setup_fee_micros, in_effect) ON did TO didtron_app;
GRANT UPDATE (outcome, ended_at, refusal) ON act TO didtron_app;
GRANT UPDATE (answer), DELETE ON act_request TO didtron_app;
GRANT UPDATE (debit_micros, credit_micros, functional_debit_micros, functional_credit_micros, entries, unconverted)
    ON sealed_sum TO didtron_app;
GRANT UPDATE (balance_micros, functional_micros, entries, unconverted) ON account_balance TO didtron_app;
GRANT UPDATE (state, approved_at, issued_at, voided_at, paid_minor, credited_minor, netted_minor, written_off_minor)
    ON invoice TO didtron_app;
GRANT UPDATE (state, decided_act_id) ON manual_journal, reversal_request TO didtron_app;
GRANT UPDATE (invoice_id) ON usage_claim TO didtron_app;
GRANT DELETE ON did_charge_claim TO didtron_app;
GRANT DELETE ON unclaimed_period TO didtron_app;
GRANT UPDATE (last_revision) ON exchange_rate_revision TO didtron_app;
GRANT UPDATE (last_number, last_issued_at) ON document_series TO didtron_app;
GRANT UPDATE, DELETE ON job, job_run TO didtron_app;
GRANT UPDATE (cron, zone, catch_up, next_at, paused_at, paused_reason) ON schedule TO didtron_app;
