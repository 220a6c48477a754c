-- The business changes by acts alone: whoever works is refused outside one, and what an act changes in master data, states and
-- settings is recorded as audit events.

-- Every table that the application or the loader may write, but these.
DO $$
DECLARE
    written text;
    exceptions constant text[] := ARRAY[
        -- The act itself.
        'act', 'act_request', 'actor',
        -- The queue, whose worker changes nothing of the business by claiming and ending jobs.
        'job', 'job_run', 'schedule',
        -- Findings, which can be worked out again at any time.
        'file_findings',
        -- Seals on what acts did.
        'seal_block', 'sealed_record', 'sealed_sum',
        -- Rows of a chunk, whose manifest names its act.
        'call', 'call_longest', 'call_loss', 'call_mark', 'call_reject', 'chunk', 'route_post_dial_delay', 'suspense',
        'suspense_resolution', 'usage_delta_block'];
BEGIN
    FOR written IN
        SELECT relname
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND relname <> ALL (exceptions)
            AND (has_table_privilege('didtron_app', oid, 'INSERT, DELETE')
                OR has_any_column_privilege('didtron_app', oid, 'UPDATE')
                OR has_table_privilege('didtron_loader', oid, 'INSERT, DELETE')
                OR has_any_column_privilege('didtron_loader', oid, 'UPDATE'))
        ORDER BY relname
    LOOP
        -- Owners migrate and restore.
        EXECUTE format($sql$
            CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
            WHEN (current_user IN ('didtron_app', 'didtron_loader')) EXECUTE FUNCTION demand_act()
            $sql$, written || '_changes_by_acts', written);
    END LOOP;
END
$$;

-- What is recorded row by row: how people call a row, which columns are no news, and whether every row counts. Cards' versions
-- and mappings are recorded by the jobs that change them, in words of their own; journals, lines, rates and usage are records
-- themselves.
DO $$
DECLARE
    recorded record;
    operation text;
BEGIN
    FOR recorded IN
        SELECT *
        FROM (VALUES
            ('account', 'INSERT UPDATE', 'side value', '', ''),
            ('agreement', 'INSERT UPDATE', 'partner_id', '', ''),
            ('agreement_terms', 'INSERT UPDATE DELETE', 'entity_id partner_id side first_on', '', ''),
            ('bank_account', 'INSERT UPDATE', 'holder currency', '', ''),
            ('card_assignment', 'INSERT UPDATE', 'card_id partner_id product_id', '', ''),
            ('card_holiday', 'INSERT UPDATE DELETE', 'card_id holiday_on', '', ''),
            ('cdr_file', 'INSERT UPDATE DELETE', 'name', 'layout_definition act_id', ''),
            ('closing', 'INSERT', 'number', 'closed_at', ''),
            ('closing_posting', 'INSERT', 'close_number', '', ''),
            ('contact', 'INSERT UPDATE DELETE', 'entity_id partner_id purpose', 'changed_at', ''),
            ('deck_profile', 'INSERT', 'card_id', '', ''),
            ('destination_prefix', 'INSERT UPDATE', 'prefix', '', ''),
            ('did', 'INSERT UPDATE', 'number in_effect', '', ''),
            ('did_charge', 'INSERT', 'partner_id service_period kind', '', ''),
            ('entity', 'INSERT UPDATE', 'code', '', ''),
            ('exchange_rate', 'INSERT', 'from_currency to_currency effective_on', 'known_at', ''),
            ('invoice', 'UPDATE', 'partner_id period_start_on currency', '', 'every'),
            ('invoice_run', 'INSERT', 'period_start_on', 'ran_at', ''),
            ('ledger_account_type', 'INSERT', 'code', 'per_partner', ''),
            ('manual_journal', 'INSERT UPDATE', 'description', '', 'every'),
            ('number_state', 'INSERT UPDATE DELETE', 'code', '', ''),
            ('origin_prefix', 'INSERT UPDATE DELETE', 'origin prefix', '', ''),
            ('partner', 'INSERT UPDATE', 'code', '', ''),
            ('party_detail', 'INSERT UPDATE', 'legal_name', '', ''),
            ('period_lock', 'INSERT', '', '', ''),
            ('product', 'INSERT UPDATE', 'code', '', ''),
            ('rate_card', 'INSERT', 'name', '', ''),
            ('revaluation', 'INSERT', 'month_end_on revision', 'made_at', ''),
            ('reversal_request', 'INSERT UPDATE', 'journal_id', '', 'every'),
            ('schedule', 'INSERT UPDATE', 'name', 'next_at', ''),
            ('setting', 'INSERT UPDATE DELETE', 'name', 'changed_at changed_by', ''),
            ('suspense_correction', 'INSERT', 'chunk_id ordinal side', '', ''),
            ('switch', 'INSERT UPDATE', 'code', '', ''),
            ('tax_profile', 'INSERT UPDATE', 'code', '', ''),
            ('tax_rate', 'INSERT UPDATE DELETE', 'profile_id tax first_on', 'treatment', ''),
            ('time_band_set', 'INSERT UPDATE', 'card_id effective_from', '', ''))
            AS listed (table_name, operations, label_columns, silent_columns, extent)
    LOOP
        FOREACH operation IN ARRAY string_to_array(recorded.operations, ' ')
        LOOP
            EXECUTE format('CREATE TRIGGER %I AFTER %s ON %I %s FOR EACH STATEMENT EXECUTE FUNCTION record_changes(%L, %L, %L)',
                recorded.table_name || '_records_' || lower(operation), operation, recorded.table_name,
                CASE operation
                    WHEN 'INSERT' THEN 'REFERENCING NEW TABLE AS new_row'
                    WHEN 'DELETE' THEN 'REFERENCING OLD TABLE AS old_row'
                    ELSE 'REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row' END,
                recorded.label_columns, recorded.silent_columns, recorded.extent);
        END LOOP;
    END LOOP;
END
$$;
