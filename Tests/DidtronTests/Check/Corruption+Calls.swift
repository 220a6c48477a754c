import Checks

// Calls, their revisions, chunks and files.

extension Corruption {
    static let ofCalls: [Corruption] = [
        Corruption(
            "Calls", "a call dearer than its usage", [.usage, .manifests, .revisions, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 1",
            """
            UPDATE call SET sell_micros = sell_micros + 1 WHERE chunk_id = 1 AND ordinal = 0
            """),
        Corruption(
            "Calls", "an amount moved between two calls of a day", [.prices], row: "chunk 1, ordinal 1, sell",
            """
            UPDATE call SET sell_micros = sell_micros + CASE ordinal WHEN 3 THEN 1 ELSE -1 END WHERE chunk_id = 1 AND ordinal IN (3, 1)
            """),
        Corruption(
            "Calls", "an amount moved between calls of two customers", [.usage, .prices],
            row: "closing 1 of entity 1, sell partner 2, 2026-10-05, product 1, destination 1174, rate 3",
            """
            UPDATE call SET sell_micros = sell_micros + CASE ordinal WHEN 3 THEN 1 ELSE -1 END WHERE chunk_id = 1 AND ordinal IN (3, 6)
            """),
        Corruption(
            "Calls", "a call on another billing day", [.usage, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_billing_on = sell_billing_on + 1 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call of another customer", [.usage],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET customer_id = 6 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call of another supplier", [.usage],
            row: "closing 1 of entity 1, buy partner 5, 2026-10-03, product 1, destination 942, rate 4",
            """
            UPDATE call SET supplier_id = 5 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call by another rate", [.usage, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_rate_id = sell_rate_id + 1 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call by a rate that is not there", [.usage, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_rate_id = 999 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call to another destination", [.usage, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_destination_id = sell_destination_id + 1 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a longer call", [.usage, .manifests, .prices],
            row: "closing 1 of entity 1, buy partner 7, 2026-10-03, product 1, destination 942, rate 4",
            """
            UPDATE call SET duration_ns = duration_ns + 1000000000 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "more seconds billed", [.usage, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_billed_s = sell_billed_s + 1 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call to another number", [.prices], row: "chunk 1, ordinal 1, buy",
            """
            UPDATE call SET called = 493012345678 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call of another product", [.usage],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_product_id = 2 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call of another entity", [.usage],
            row: "closing 1 of entity 1, buy partner 7, 2026-10-03, product 1, destination 942, rate 4",
            """
            UPDATE call SET entity_id = 2 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call twice", [.usage, .manifests, .revisions],
            row: "closing 1 of entity 1, buy partner 7, 2026-10-03, product 1, destination 942, rate 4",
            """
            INSERT INTO call SELECT * FROM call WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call twice, with usage and manifest to match", [.revisions], row: "the call of key",
            """
            CREATE TEMPORARY TABLE extra ON COMMIT DROP AS SELECT * FROM call WHERE chunk_id = 1 AND ordinal = 1;
            UPDATE extra SET ordinal = 50;
            INSERT INTO call SELECT * FROM extra;
            UPDATE chunk SET call_rows = call_rows + 1, calls = calls + 1, rated = rated + 1, rows_read = rows_read + 1, duration_ns = chunk.duration_ns + extra.duration_ns, sell_micros = chunk.sell_micros + extra.sell_micros, buy_micros = chunk.buy_micros + extra.buy_micros FROM extra WHERE chunk.id = 1
            """),
        Corruption(
            "Calls", "a call lost", [.usage, .manifests],
            row: "closing 1 of entity 1, buy partner 7, 2026-10-03, product 1, destination 942, rate 4",
            """
            DELETE FROM call WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a call that a reversal takes back lost", [.usage, .manifests, .revisions],
            row: "closing 1 of entity 1, buy partner 7, 2026-10-03, product 1, destination 942, rate 4",
            """
            DELETE FROM call WHERE chunk_id = 1 AND ordinal = 0
            """),
        Corruption(
            "Calls", "a call in another chunk", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE call SET chunk_id = 2 WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a priced side as one that waits", [.usage, .manifests],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_state = 'u' WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "a priced side as one that does not apply", [.usage, .manifests, .prices],
            row: "closing 1 of entity 1, sell partner 1, 2026-10-03, product 1, destination 942, rate 2",
            """
            UPDATE call SET sell_state = 'n' WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Calls", "an amount for a side that waits", [.manifests, .prices], row: "file 1, chunk 0",
            """
            UPDATE call SET sell_micros = 1 WHERE chunk_id = 1 AND ordinal = 5
            """),
        Corruption(
            "Calls", "a call outside of the starts of its chunk", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE chunk SET max_start_at = max_start_at - interval '1 hour' WHERE id = 1
            """),
        Corruption(
            "Calls", "a call with the key of another", [.revisions], row: "the call of key",
            """
            UPDATE call SET key = (SELECT key FROM call WHERE chunk_id = 1 AND ordinal = 1), start_at = (SELECT start_at FROM call WHERE chunk_id = 1 AND ordinal = 1) WHERE chunk_id = 1 AND ordinal = 2
            """),
        Corruption(
            "Revisions", "a reversal of less than its call", [.usage, .revisions],
            row: "chunk 4, ordinal -1 is not the negative of chunk 1, ordinal 0",
            """
            UPDATE call SET sell_micros = sell_micros + 1 WHERE kind = 'r' AND chunk_id = 4 AND ordinal = -1
            """),
        Corruption(
            "Revisions", "a reversal of a call lost", [.usage, .manifests, .revisions],
            row: "chunk 4, ordinal 0 replaces chunk 1, ordinal 0",
            """
            DELETE FROM call WHERE kind = 'r' AND chunk_id = 4 AND ordinal = -1
            """),
        Corruption(
            "Revisions", "a reversal of another call", [.revisions],
            row: "chunk 4, ordinal -1 is not the negative of chunk 1, ordinal 1",
            """
            UPDATE call SET replaces_ordinal = 1 WHERE kind = 'r' AND chunk_id = 4 AND ordinal = -1
            """),
        Corruption(
            "Revisions", "a reversal twice", [.manifests, .revisions],
            row: "chunk 1, ordinal 0 is taken back more than once",
            """
            INSERT INTO call SELECT * FROM call WHERE kind = 'r' AND chunk_id = 4 AND ordinal = -1
            """),
        Corruption(
            "Revisions", "a row taken back twice", [.revisions], row: "chunk 1, ordinal 0 is taken back more than once",
            """
            UPDATE call SET replaces_on = '2026-10-03', replaces_chunk_id = 1, replaces_ordinal = 0 WHERE kind = 'r' AND chunk_id = 6 AND ordinal = -4
            """),
        Corruption(
            "Revisions", "a replacement lost", [.usage, .manifests],
            row: "closing 2 of entity 1, buy partner 7, 2026-10-03, product 1, destination 942, rate 4",
            """
            DELETE FROM call WHERE kind = 'p' AND chunk_id = 4 AND ordinal = 0
            """),
        Corruption(
            "Revisions", "a replacement of another call than its reversal", [.revisions],
            row: "chunk 4, ordinal 0 replaces chunk 1, ordinal 1",
            """
            UPDATE call SET replaces_ordinal = 1 WHERE kind = 'p' AND chunk_id = 4 AND ordinal = 0
            """),
        Corruption(
            "Revisions", "a replacement as an original", [.revisions],
            row: "chunk 4, ordinal 0 is a original that names what it replaces, or none that does not",
            """
            UPDATE call SET kind = 'o' WHERE kind = 'p' AND chunk_id = 4 AND ordinal = 0
            """),
        Corruption(
            "Revisions", "an original that counts as a reversal", [.usage, .manifests, .revisions],
            row: "chunk 1, ordinal 1 is a revision that names what it replaces, or none that does not",
            """
            UPDATE call SET kind = 'r' WHERE chunk_id = 1 AND ordinal = 1
            """),
        Corruption(
            "Revisions", "a replacement with another key", [.revisions],
            row: "chunk 4, ordinal 0 replaces chunk 1, ordinal 0",
            """
            UPDATE call SET key = gen_random_uuid() WHERE kind = 'p' AND chunk_id = 4 AND ordinal = 0
            """),
        Corruption(
            "Revisions", "a side in suspense resolved by nothing", [.revisions],
            row: "chunk 1, ordinal 8, sell is resolved by chunk 6, ordinal 70, which is no replacement with that side",
            """
            UPDATE suspense_resolution SET by_ordinal = 70 WHERE side = 'sell'
            """),
        Corruption(
            "Chunks and files", "a manifest of fewer rows", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE chunk SET call_rows = call_rows - 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a manifest of other charges", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE chunk SET sell_micros = sell_micros + 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a manifest of other costs", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE chunk SET buy_micros = buy_micros + 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a manifest of other seconds", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE chunk SET duration_ns = duration_ns + 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a manifest of other seconds taken back", [.manifests], row: "file 4, chunk 0",
            """
            UPDATE chunk SET reversed_ns = reversed_ns + 1 WHERE id = 4
            """),
        Corruption(
            "Chunks and files", "a manifest of other seconds without a price", [.manifests], row: "file 1, chunk 0",
            """
            UPDATE chunk SET unrated_ns = unrated_ns + 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a manifest lost", [.usage, .manifests], row: "file 1",
            """
            DELETE FROM chunk WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a reject that the manifest does not know", [.manifests], row: "file 2, chunk 0",
            """
            INSERT INTO call_reject SELECT chunk_id, 99, entity_id, line, column_number, byte_offset, field, reason, text FROM call_reject
            """),
        Corruption(
            "Chunks and files", "a reject lost", [.manifests], row: "file 2, chunk 0",
            """
            DELETE FROM call_reject
            """),
        Corruption(
            "Chunks and files", "a side in suspense without a call", [.manifests], row: "file 1, chunk 0",
            """
            INSERT INTO suspense SELECT 1, 99, side, entity_id, start_at, reason, account_value, called, duration_ns FROM suspense LIMIT 1
            """),
        Corruption(
            "Chunks and files", "a side that waits, missing in suspense", [.manifests], row: "file 1, chunk 0",
            """
            DELETE FROM suspense WHERE chunk_id = 1 AND ordinal = 5
            """),
        Corruption(
            "Chunks and files", "a chunk that is not the first", [.manifests], row: "file 1, chunk 1",
            """
            UPDATE chunk SET number = 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a file of more chunks than there are", [.manifests, .acts], row: "file 1",
            """
            UPDATE cdr_file SET chunks = chunks + 1 WHERE id = 1
            """),
        Corruption(
            "Chunks and files", "a file lost", [.usage, .acts],
            row: "closing 1 of entity 2, buy partner 5, 2026-10-03, product 2, destination 942, rate 11",
            """
            DELETE FROM cdr_file WHERE id = 3
            """),
    ]
}
