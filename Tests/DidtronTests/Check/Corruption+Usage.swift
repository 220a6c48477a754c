import Checks

// Closings and usage.

extension Corruption {
    static let ofUsage: [Corruption] = [
        Corruption(
            "Closings", "a closing number left out", [.closings], row: "closing 4 of entity 1, buy",
            """
            UPDATE closing SET number = 9 WHERE entity_id = 1 AND number = 4;
            UPDATE cdr_file SET close_number = 9 WHERE close_number = 4
            """),
        Corruption(
            "Closings", "a closing lost", [.acts, .closings], row: "closing 2 of entity 1, buy",
            """
            DELETE FROM closing WHERE entity_id = 1 AND number = 2
            """),
        Corruption(
            "Closings", "a closing of more files than it says", [.acts, .closings], row: "closing 1 of entity 1",
            """
            UPDATE closing SET files = 3 WHERE entity_id = 1 AND number = 1
            """),
        Corruption(
            "Closings", "a counter of closings that is behind", [.closings], row: "closings of entity 1",
            """
            UPDATE close_counter SET last_number = 2 WHERE entity_id = 1
            """),
        Corruption(
            "Closings", "a file moved to another closing", [.usage, .acts, .closings], row: "closing 1 of entity 1",
            """
            UPDATE cdr_file SET close_number = 2 WHERE id = 1
            """),
        Corruption(
            "Closings", "a closed file that is open again", [.acts, .closings], row: "closing 1 of entity 1",
            """
            UPDATE cdr_file SET state = 'loading', close_number = NULL, closed_at = NULL WHERE id = 2
            """),
        Corruption(
            "Closings", "closings in another order of time", [.closings],
            row: "closing 3 of entity 1 is older than the one before it",
            """
            UPDATE closing SET closed_at = closed_at - interval '1 year' WHERE entity_id = 1 AND number = 3
            """),
        Corruption(
            "Closings", "the sums noted for a closing changed", [.closings], row: "closing 1 of entity 1, sell",
            """
            UPDATE closing_total SET micros = micros + 1 WHERE entity_id = 1 AND close_number = 1 AND side = 's' AND currency = 'USD'
            """),
        Corruption(
            "Closings", "the sums noted for a closing lost", [.closings], row: "closing 1 of entity 2, buy",
            """
            DELETE FROM closing_total WHERE entity_id = 2
            """),
        Corruption(
            "Closings", "a posting forgotten", [.claims, .acts, .accruals, .journals],
            row: "accrued_cost of partner sup, period 2026-10-01",
            """
            DELETE FROM closing_posting WHERE entity_id = 1 AND close_number = 1
            """),
        Corruption(
            "Closings", "a closing posted by the journal of another", [.acts, .journals],
            row: "journal 1 (usage) records nothing that there is",
            """
            UPDATE closing_posting SET journal_id = 8 WHERE entity_id = 1 AND close_number = 1
            """),
        Corruption(
            "Closings", "a closing posted by a journal of charges", [.acts, .journals],
            row: "closing 1 of entity 1 is in journal 3, which is not of usage",
            """
            UPDATE closing_posting SET journal_id = 3 WHERE entity_id = 1 AND close_number = 1
            """),
        Corruption(
            "Closings", "deltas of a closed file left behind", [.closings], row: "deltas of file 1, which is closed",
            """
            INSERT INTO usage_delta_block (chunk_id, file_id, partner_id, entity_id, product_id, side, currency, items) VALUES (1, 1, 1, 1, 1, 's', 'USD', usage_item('2026-10-03', 1, 1, 1, 1, 1, 0, 1, 1))
            """),
        Corruption(
            "Usage", "usage dearer than its calls", [.usage, .journals, .closings],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET micros = micros + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "an amount moved between the usage of two customers", [.usage, .journals],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET micros = micros + 5 WHERE partner_id = 1 AND billing_on = '2026-10-06';
            UPDATE usage SET micros = micros - 5 WHERE partner_id = 6 AND billing_on = '2026-10-04' AND close_number = 1
            """),
        Corruption(
            "Usage", "an amount moved between two rates of a day", [.usage],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 1",
            """
            UPDATE usage SET micros = micros + CASE rate_id WHEN (SELECT min(rate_id) FROM usage WHERE partner_id = 1 AND billing_on = '2026-10-03' AND close_number = 1) THEN 5 ELSE -5 END WHERE partner_id = 1 AND billing_on = '2026-10-03' AND close_number = 1 AND micros > 0
            """),
        Corruption(
            "Usage", "seconds never spoken", [.usage],
            row: "closing 1 of entity 1, buy partner 7, 2026-10-06, product 1, destination 942, rate 4",
            """
            UPDATE usage SET duration_ns = duration_ns + 1 WHERE side = 'b' AND close_number = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "seconds billed that were not", [.usage, .closings],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET billed_s = billed_s + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "an attempt more", [.usage, .closings],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET attempts = attempts + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "a row of usage lost", [.usage, .journals, .closings],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            DELETE FROM usage WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "a row of usage twice", [.usage, .journals, .closings],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            INSERT INTO usage SELECT * FROM usage WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "usage on another billing day", [.usage, .journals],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET billing_on = billing_on + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "usage of another destination", [.usage],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET destination_id = destination_id + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "usage of another product", [.usage],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET product_id = product_id + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "usage in another service period", [.usage, .journals, .closings],
            row: "closing 1 of entity 1, sell partner 1, period 2026-09-01, product 1, destination 942, rate 1",
            """
            UPDATE usage SET service_period = '2026-09-01' WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "prepaid usage as postpaid", [.usage, .journals, .closings],
            row: "closing 1 of entity 1, sell partner 6, period 2026-10-01, product 1, destination 942, rate 1",
            """
            UPDATE usage SET prepaid = false WHERE partner_id = 6 AND close_number = 1 AND side = 's'
            """),
        Corruption(
            "Usage", "usage in another currency", [.usage, .closings],
            row: "closing 1 of entity 1, sell partner 1, period 2026-10-01, product 1, destination 942, rate 1",
            """
            UPDATE usage SET currency = 'EUR' WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "usage of another closing", [.usage, .closings],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-06, product 1, destination 942, rate 1",
            """
            UPDATE usage SET close_number = 2 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "service usage dearer than usage", [.claims, .usage, .closings],
            row: "closing 1 of entity 1, sell partner 1, period 2026-10-01, product 1, destination 942, rate 1",
            """
            UPDATE service_usage SET micros = micros + 1 WHERE side = 's' AND close_number = 1 AND partner_id = 1 AND rate_id = (SELECT min(rate_id) FROM service_usage WHERE partner_id = 1 AND side = 's')
            """),
        Corruption(
            "Usage", "an amount moved between two customers in service usage", [.claims, .usage],
            row: "closing 1 of entity 1, sell partner 1, period 2026-10-01, product 1, destination 942, rate 1",
            """
            UPDATE service_usage SET micros = micros + 5 WHERE ctid = (SELECT min(ctid) FROM service_usage WHERE partner_id = 1 AND side = 's' AND close_number = 1);
            UPDATE service_usage SET micros = micros - 5 WHERE ctid = (SELECT min(ctid) FROM service_usage WHERE partner_id = 6 AND side = 's' AND close_number = 1)
            """),
        Corruption(
            "Usage", "service usage lost", [.claims, .usage, .closings],
            row: "closing 1 of entity 1, sell partner 2, period 2026-10-01, product 1, destination 1174, rate 3",
            """
            DELETE FROM service_usage WHERE partner_id = 2 AND side = 's'
            """),
        Corruption(
            "Usage", "a mode of a billing day changed", [.closings], row: "usage of partner prep, entity 1, 2026-10-04",
            """
            UPDATE billing_day_mode SET prepaid = false WHERE partner_id = 6 AND billing_on = '2026-10-04'
            """),
        Corruption(
            "Usage", "a mode of a billing day lost", [.closings], row: "usage of partner prep, entity 1, 2026-10-04",
            """
            DELETE FROM billing_day_mode WHERE partner_id = 6 AND billing_on = '2026-10-04'
            """),
        Corruption(
            "Usage", "the volume of a day changed", [.usage], row: "volume of 2026-10-06, destination 942",
            """
            UPDATE daily_volume SET duration_ns = duration_ns + 1 WHERE billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "the volume of a day lost", [.usage], row: "volume of 2026-10-06, destination 942",
            """
            DELETE FROM daily_volume WHERE billing_on = '2026-10-06'
            """),
        Corruption(
            "Usage", "the total of a day changed", [.usage], row: "total of 2026-10-06 of entity 1, sold in",
            """
            UPDATE daily_total SET micros = micros + 1 WHERE billing_on = '2026-10-06' AND side = 's'
            """),
        Corruption(
            "Usage", "the total of a day lost", [.usage], row: "total of 2026-10-06 of entity 1, bought in",
            """
            DELETE FROM daily_total WHERE billing_on = '2026-10-06' AND side = 'b'
            """),
        Corruption(
            "Usage", "an adjustment of another amount", [.usage, .accruals, .closings],
            row: "closing 2 of entity 1, sell partner 1, period 2026-10-01, product 1, destination 942, rate 1",
            """
            UPDATE usage_adjustment SET new_micros = new_micros + 1 WHERE new_micros > 0 AND partner_id = 1 AND file_id = 4
            """),
        Corruption(
            "Usage", "an adjustment lost", [.usage, .accruals, .closings],
            row: "closing 2 of entity 1, sell partner 1, period 2026-10-01, product 1, destination 942, rate 1",
            """
            DELETE FROM usage_adjustment WHERE partner_id = 1 AND file_id = 4
            """),
        Corruption(
            "Usage", "an adjustment of a claim that is not there", [.claims],
            row:
                "adjustment of file 4 corrects a claim of partner 1, 2026-10-01, that is not there, or is of a closing before it",
            """
            ALTER TABLE usage_adjustment DROP CONSTRAINT usage_adjustment_is_of_a_later_file;
            UPDATE usage_adjustment SET claim_from = 9 WHERE partner_id = 1 AND file_id = 4
            """),
        Corruption(
            "Usage", "a cost changed in calls, usage and service usage alike", [.manifests, .journals, .prices],
            row: "file 2, chunk 0",
            """
            UPDATE usage SET micros = micros + 1 WHERE side = 'b' AND billing_on = '2026-10-06' AND close_number = 1;
            UPDATE service_usage SET micros = micros + 1 WHERE ctid = (SELECT min(ctid) FROM service_usage WHERE side = 'b' AND close_number = 1 AND partner_id = 7);
            UPDATE call SET buy_micros = buy_micros + 1 WHERE chunk_id = 2 AND ordinal = 0
            """),
    ]
}
