// The few instructions that Swift cannot reach; each has a plain twin for other processors and for tests.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// What ck_scan_window found.
typedef struct {
    uint32_t lines;    ///< whole lines
    bool has_quotes;   ///< whether a quote was seen
    bool has_escapes;  ///< whether a doubled quote was seen
} ck_window;

/// Finds where the fields of a text end, from the beginning of a line at `from` up to `to`, in `most` lines at most.
///
/// `ends` gets the offset of each delimiter and line feed outside quotes, `lines` for each line feed its position in
/// `ends`; entries behind the last line feed are unfinished. Offsets are counted from `base`. With `quoting`, a field may be
/// quoted as RFC 4180 has it; the scan stops before the line in which a quote stands anywhere else or a quoted field holds a
/// line feed.
///
/// Reads whole blocks of 64 bytes, up to 63 bytes past `to`. `ends` holds to - from + 64 entries, `lines` to - from + 2.
ck_window ck_scan_window(
    const void *base, uint32_t from, uint32_t to, uint32_t most, uint8_t delimiter, bool quoting, uint32_t *ends,
    uint32_t *lines);

/// The plain twin of ck_scan_window: one byte at a time.
ck_window ck_scan_window_plain(
    const void *base, uint32_t from, uint32_t to, uint32_t most, uint8_t delimiter, bool quoting, uint32_t *ends,
    uint32_t *lines);

/// Where the last line ends that ck_scan_window would find if it took any number of lines: behind its line feed, or `from` where there is none. It goes on
/// to the end of the text, however long, or to the line at which the scan stops.
uint32_t ck_last_line_end(const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting);
/// ck_last_line_end by one of the ways of ck_scan_window, for tests.
uint32_t ck_last_line_end_by(
    int way, const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting);

/// The ways of ck_scan_window that this processor has, from 0: the last is the one that is taken.
int ck_scan_ways(void);
/// ck_scan_window by one of these ways, for tests.
ck_window ck_scan_window_by(
    int way, const void *base, uint32_t from, uint32_t to, uint32_t most, uint8_t delimiter, bool quoting,
    uint32_t *ends, uint32_t *lines);

/// The plain twin of ck_digits: one byte at a time.
int64_t ck_digits_plain(const void *start, uint32_t count);

#if defined(__SSE2__)
/// 16 bytes from entry n on: the last n of them are set.
static const uint8_t ck_last_bytes[33] = {[16] = 255, 255, 255, 255, 255, 255, 255, 255,
                                          255,        255, 255, 255, 255, 255, 255, 255};
#endif

/// The value of 1 to 16 decimal digits at `start`, or -1 where one of them is none. Reads the 16 bytes before their end.
static inline int64_t ck_digits(const void *start, uint32_t count) {
#if defined(__SSE2__)
    const __m128i text = _mm_loadu_si128((const __m128i *)((const uint8_t *)start + count - 16));
    const __m128i wanted = _mm_loadu_si128((const __m128i *)(ck_last_bytes + count));
    const __m128i digits = _mm_and_si128(_mm_sub_epi8(text, _mm_set1_epi8('0')), wanted);
    const __m128i small = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    if (_mm_movemask_epi8(small) != 0xFFFF) return -1;
    // Pairs of digits in 16 bits, then four in 32, then eight.
    const __m128i tens = _mm_mullo_epi16(_mm_and_si128(digits, _mm_set1_epi16(0xFF)), _mm_set1_epi16(10));
    const __m128i pairs = _mm_add_epi16(tens, _mm_srli_epi16(digits, 8));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(1 << 16 | 100));
    const __m128i eights = _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
    const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
    return (int64_t)((both & 0xFFFFFFFF) * 100000000 + (both >> 32));
#else
    return ck_digits_plain(start, count);
#endif
}

/// Asks for the cache line at `address`; any address is allowed.
static inline void ck_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// Whether there is a quote among `count` bytes. Reads whole blocks of 16.
static inline bool ck_has_quote(const void *bytes, uint32_t count) {
#if defined(__SSE2__)
    if (count <= 64) {
        const uint8_t *text = (const uint8_t *)bytes;
        uint64_t quotes = 0;
        for (uint32_t from = 0; from < count; from += 16) {
            const __m128i block = _mm_loadu_si128((const __m128i *)(text + from));
            quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('"'))) << from;
        }
        return count > 0 && quotes << (64 - count) != 0;
    }
#endif
    return memchr(bytes, '"', count) != NULL;
}

/// First occurrence of `byte` in `count` bytes, or null.
static inline const void *ck_find(const void *bytes, uint8_t byte, size_t count) {
    return memchr(bytes, byte, count);
}

/// Last occurrence of `byte` in `count` bytes, or null.
const void *ck_find_last(const void *bytes, uint8_t byte, size_t count);

/// Asks the system to back whole huge pages of 2 MiB between `memory` and `memory + count` by such, where it can.
void ck_prefer_huge_pages(void *memory, size_t count);
