/// The JSON that commands print and that an API returns, one type an answer, in one dialect.
///
/// Keys are in snake_case and carry their unit: `_minor` and `_micros` are minor units and millionths of the currency beside
/// them, `_nanos` billionths of it, `_s`, `_ms` and `_ns` spans of time, `_permille`, `_bytes`. Numbers are integers, however
/// large. `_on` is an ISO date, `_at` an instant in UTC. A field without a value is left out. Types here know neither rows nor
/// tables: whoever answers makes them of what a subject gives.
package enum JSON {}
