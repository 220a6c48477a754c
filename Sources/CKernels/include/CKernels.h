// The few instructions that Swift cannot reach, as inline functions; each has a plain twin for other processors.
#pragma once

#include <stdint.h>
#include <stddef.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Where field ends and quotes stand in a block of 64 bytes: bit i is byte i.
typedef struct {
    uint64_t separators;  ///< delimiters and line feeds
    uint64_t quotes;
} ck_field_masks;

/// The plain twin of ck_scan_block: one byte at a time.
static inline ck_field_masks ck_scan_block_plain(const void *block, uint8_t delimiter) {
    const uint8_t *bytes = (const uint8_t *)block;
    ck_field_masks masks = {0, 0};
    for (int i = 0; i < 64; i++) {
        masks.separators |= (uint64_t)(bytes[i] == delimiter || bytes[i] == '\n') << i;
        masks.quotes |= (uint64_t)(bytes[i] == '"') << i;
    }
    return masks;
}

/// Reads 64 bytes at `block`, which need no alignment.
static inline ck_field_masks ck_scan_block(const void *block, uint8_t delimiter) {
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8((char)delimiter);
    const __m128i feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    ck_field_masks masks = {0, 0};
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)((const uint8_t *)block + 16 * i));
        const __m128i separators = _mm_or_si128(_mm_cmpeq_epi8(v, wanted), _mm_cmpeq_epi8(v, feed));
        masks.separators |= (uint64_t)(uint32_t)_mm_movemask_epi8(separators) << (16 * i);
        masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)) << (16 * i);
    }
    return masks;
#else
    return ck_scan_block_plain(block, delimiter);
#endif
}

/// Asks for the cache line at `address`; any address is allowed.
static inline void ck_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// First occurrence of `byte` in `count` bytes, or null.
static inline const void *ck_find(const void *bytes, uint8_t byte, size_t count) {
    return memchr(bytes, byte, count);
}

/// Last occurrence of `byte` in `count` bytes, or null.
const void *ck_find_last(const void *bytes, uint8_t byte, size_t count);
