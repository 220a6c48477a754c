// The few instructions that Swift cannot reach; each has a plain twin for other processors and for tests.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// What ck_scan_window found.
typedef struct {
    uint32_t lines;    ///< whole lines
    bool has_quotes;   ///< whether a quote was seen
    bool has_escapes;  ///< whether a doubled quote was seen
} ck_window;

/// Finds where the fields of a text end, from the beginning of a line at `from` up to `to`.
///
/// `ends` gets the offset of each delimiter and line feed outside quotes, `lines` for each line feed its position in
/// `ends`; entries behind the last line feed are unfinished. Offsets are counted from `base`. With `quoting`, a field may be
/// quoted as RFC 4180 has it; the scan stops before the line in which a quote stands anywhere else or a quoted field holds a
/// line feed.
///
/// Reads whole blocks of 64 bytes, up to 63 bytes past `to`. `ends` holds to - from + 64 entries, `lines` to - from + 2.
ck_window ck_scan_window(
    const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting, uint32_t *ends, uint32_t *lines);

/// The plain twin of ck_scan_window: one byte at a time.
ck_window ck_scan_window_plain(
    const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting, uint32_t *ends, uint32_t *lines);

/// The ways of ck_scan_window that this processor has, from 0: the last is the one that is taken.
int ck_scan_ways(void);
/// ck_scan_window by one of these ways, for tests.
ck_window ck_scan_window_by(
    int way, const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting, uint32_t *ends,
    uint32_t *lines);

/// Asks for the cache line at `address`; any address is allowed.
static inline void ck_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// First occurrence of `byte` in `count` bytes, or null.
static inline const void *ck_find(const void *bytes, uint8_t byte, size_t count) {
    return memchr(bytes, byte, count);
}

/// Last occurrence of `byte` in `count` bytes, or null.
const void *ck_find_last(const void *bytes, uint8_t byte, size_t count);

/// Asks the system to back whole huge pages of 2 MiB between `memory` and `memory + count` by such, where it can.
void ck_prefer_huge_pages(void *memory, size_t count);
