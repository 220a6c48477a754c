// Where fields end, 64 bytes at a time. The same text of the loop is compiled for each width of vectors.

#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Where the marks stand in a block of 64 bytes: bit i is byte i.
typedef struct {
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t quotes;
} ck_masks;

/// Bit i is the parity of the bits up to and including i.
static inline uint64_t parity_so_far(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

/// What is known of quotes where a block begins.
typedef struct {
    uint64_t inside;  ///< all ones within quotes
    uint64_t may_open;  ///< 1 behind a delimiter, a line feed or a closing quote
    uint64_t closed;  ///< 1 directly behind a closing quote
} ck_quote_state;

/// Takes the delimiters within quotes out of `masks`; returns the first byte at which the quotes are not as usual, 64 = none.
static inline int apply_quotes(const uint8_t *block, ck_masks *masks, ck_quote_state *state, ck_window *window) {
    const uint64_t inside = parity_so_far(masks->quotes) ^ state->inside;
    const uint64_t opening = masks->quotes & inside;
    const uint64_t closing = masks->quotes & ~inside;
    const uint64_t before = ((masks->delimiters | masks->feeds) & ~inside) | closing;
    uint64_t after = masks->delimiters | masks->feeds | opening;
    // A carriage return before the line feed may follow a closing quote, too; as the last byte of a block it counts as odd.
    for (uint64_t feeds = masks->feeds & ~(uint64_t)1; feeds; feeds &= feeds - 1) {
        const int feed = __builtin_ctzll(feeds);
        if (block[feed - 1] == '\r') after |= (uint64_t)1 << (feed - 1);
    }
    uint64_t odd = opening & ~(before << 1 | state->may_open);
    odd |= closing & ~(after >> 1) & ~((uint64_t)1 << 63);
    odd |= masks->feeds & inside;
    odd |= state->closed & ~after & 1;
    window->has_quotes = true;
    window->has_escapes |= (closing & opening >> 1) != 0 || (state->closed & opening & 1) != 0;
    masks->delimiters &= ~inside;
    state->inside = (uint64_t)((int64_t)inside >> 63);
    state->may_open = before >> 63;
    state->closed = closing >> 63;
    return odd ? __builtin_ctzll(odd) : 64;
}

/// Writes where the bits of a mask stand, counted from `offset`: eight of them whether they are there or not.
static inline void emit_one_by_one(uint32_t *ends, uint64_t all, uint32_t count, uint32_t offset) {
    for (uint32_t i = 0; i < 8; i++) {
        ends[i] = offset + (uint32_t)(all ? __builtin_ctzll(all) : 64);
        all &= all - 1;
    }
    for (uint32_t i = 8; i < count; i++, all &= all - 1) ends[i] = offset + (uint32_t)__builtin_ctzll(all);
}

/// The loop of ck_scan_window; MASKS gives the masks of a block, EMIT writes the field ends of one, up to 64 entries.
#define SCAN_LOOP(MASKS, EMIT)                                                                                  \
    const uint8_t *text = (const uint8_t *)base;                                                                \
    ck_window window = {0, false, false};                                                                       \
    ck_quote_state state = {0, 1, 0};                                                                           \
    uint32_t fields = 0;                                                                                        \
    for (uint32_t offset = from; offset < to; offset += 64) {                                                   \
        ck_masks masks = MASKS(text + offset, delimiter);                                                       \
        const uint32_t left = to - offset;                                                                      \
        if (left < 64) {                                                                                        \
            const uint64_t wanted = ((uint64_t)1 << left) - 1;                                                  \
            masks.delimiters &= wanted;                                                                         \
            masks.feeds &= wanted;                                                                              \
            masks.quotes &= wanted;                                                                             \
        }                                                                                                       \
        int odd = 64;                                                                                           \
        if (quoting && ((masks.quotes | state.inside | state.closed) != 0)) {                                   \
            odd = apply_quotes(text + offset, &masks, &state, &window);                                         \
            if (odd < 64) {                                                                                     \
                masks.delimiters &= ((uint64_t)1 << odd) - 1;                                                   \
                masks.feeds &= ((uint64_t)1 << odd) - 1;                                                        \
            }                                                                                                   \
        } else {                                                                                                \
            state.may_open = (masks.delimiters | masks.feeds) >> 63;                                            \
        }                                                                                                       \
        const uint64_t all = masks.delimiters | masks.feeds;                                                    \
        /* Two line feeds are written whether they are there or not. */                                         \
        uint64_t feeds = masks.feeds;                                                                           \
        for (int i = 0; i < 2; i++) {                                                                           \
            lines[window.lines] = fields + (uint32_t)__builtin_popcountll(all & ((feeds & -feeds) - 1));        \
            window.lines += feeds != 0;                                                                         \
            feeds &= feeds - 1;                                                                                 \
        }                                                                                                       \
        for (; feeds; feeds &= feeds - 1)                                                                       \
            lines[window.lines++] = fields + (uint32_t)__builtin_popcountll(all & ((feeds & -feeds) - 1));      \
        const uint32_t count = (uint32_t)__builtin_popcountll(all);                                             \
        EMIT(ends + fields, all, count, offset);                                                                \
        fields += count;                                                                                        \
        if (odd < 64) break;                                                                                    \
    }                                                                                                           \
    return window;

static inline ck_masks masks_plain(const uint8_t *block, uint8_t delimiter) {
    ck_masks masks = {0, 0, 0};
    for (int i = 0; i < 64; i++) {
        masks.delimiters |= (uint64_t)(block[i] == delimiter) << i;
        masks.feeds |= (uint64_t)(block[i] == '\n') << i;
        masks.quotes |= (uint64_t)(block[i] == '"') << i;
    }
    return masks;
}

#define SCAN_ARGUMENTS                                                                                          \
    const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting, uint32_t *ends, uint32_t *lines

static ck_window scan_words(SCAN_ARGUMENTS) { SCAN_LOOP(masks_plain, emit_one_by_one) }

#if defined(__x86_64__)

static inline ck_masks masks_sse2(const uint8_t *block, uint8_t delimiter) {
    const __m128i wanted = _mm_set1_epi8((char)delimiter);
    const __m128i feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    ck_masks masks = {0, 0, 0};
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(block + 16 * i));
        masks.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted)) << (16 * i);
        masks.feeds |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, feed)) << (16 * i);
        masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)) << (16 * i);
    }
    return masks;
}

static ck_window scan_sse2(SCAN_ARGUMENTS) { SCAN_LOOP(masks_sse2, emit_one_by_one) }

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))

AVX2 static inline ck_masks masks_avx2(const uint8_t *block, uint8_t delimiter) {
    const __m256i wanted = _mm256_set1_epi8((char)delimiter);
    const __m256i feed = _mm256_set1_epi8('\n');
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i a = _mm256_loadu_si256((const __m256i *)block);
    const __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
#define MASK(mark)                                                                                              \
    ((uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, mark)) |                                     \
     (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, mark)) << 32)
    const ck_masks masks = {MASK(wanted), MASK(feed), MASK(quote)};
#undef MASK
    return masks;
}

AVX2 static ck_window scan_avx2(SCAN_ARGUMENTS) { SCAN_LOOP(masks_avx2, emit_one_by_one) }

#define AVX512 __attribute__((target("avx512f,avx512bw,avx2,bmi,bmi2,popcnt,lzcnt")))

AVX512 static inline ck_masks masks_avx512(const uint8_t *block, uint8_t delimiter) {
    const __m512i v = _mm512_loadu_si512(block);
    const ck_masks masks = {
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)delimiter)),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'))};
    return masks;
}

AVX512 static ck_window scan_avx512(SCAN_ARGUMENTS) { SCAN_LOOP(masks_avx512, emit_one_by_one) }

#define VBMI2 __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt")))

VBMI2 static inline ck_masks masks_vbmi2(const uint8_t *block, uint8_t delimiter) {
    const __m512i v = _mm512_loadu_si512(block);
    const ck_masks masks = {
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)delimiter)),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'))};
    return masks;
}

static const uint8_t positions[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                      16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                      48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/// The same as emit_one_by_one, sixteen entries at a time.
VBMI2 static inline void emit_compressed(uint32_t *ends, uint64_t all, uint32_t count, uint32_t offset) {
    const __m512i packed = _mm512_maskz_compress_epi8(all, _mm512_loadu_si512(positions));
    const __m512i base = _mm512_set1_epi32((int)offset);
#define SIXTEEN(part)                                                                                           \
    _mm512_storeu_si512(                                                                                        \
        ends + 16 * part,                                                                                       \
        _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, part))))
    SIXTEEN(0);
    if (count > 16) SIXTEEN(1);
    if (count > 32) SIXTEEN(2);
    if (count > 48) SIXTEEN(3);
#undef SIXTEEN
}

VBMI2 static ck_window scan_vbmi2(SCAN_ARGUMENTS) { SCAN_LOOP(masks_vbmi2, emit_compressed) }

#endif

ck_window ck_scan_window_plain(SCAN_ARGUMENTS) {
    const uint8_t *text = (const uint8_t *)base;
    ck_window window = {0, false, false};
    uint32_t fields = 0;
    bool is_inside = false, may_open = true;
    for (uint32_t offset = from; offset < to; offset++) {
        const uint8_t byte = text[offset];
        const bool may_close =
            offset + 1 >= to || text[offset + 1] == delimiter || text[offset + 1] == '\n' || text[offset + 1] == '"'
            || (text[offset + 1] == '\r' && offset + 2 < to && text[offset + 2] == '\n');
        if (quoting && byte == '"') {
            window.has_quotes = true;
            if (is_inside) {
                if (!may_close) return window;
                is_inside = false;
                may_open = true;
            } else {
                if (!may_open) return window;
                window.has_escapes |= offset > from && text[offset - 1] == '"';
                is_inside = true;
            }
            continue;
        }
        if (is_inside && byte == '\n') return window;
        may_open = !is_inside && (byte == delimiter || byte == '\n');
        if (!may_open) continue;
        if (byte == '\n') lines[window.lines++] = fields;
        ends[fields++] = offset;
    }
    return window;
}

int ck_scan_ways(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt");
    const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512bw");
    return 2 + has_avx2 + has_avx512 + (has_avx512 && __builtin_cpu_supports("avx512vbmi2"));
#else
    return 1;
#endif
}

ck_window ck_scan_window_by(int way, SCAN_ARGUMENTS) {
    switch (way) {
#if defined(__x86_64__)
    case 1: return scan_sse2(base, from, to, delimiter, quoting, ends, lines);
    case 2: return scan_avx2(base, from, to, delimiter, quoting, ends, lines);
    case 3: return scan_avx512(base, from, to, delimiter, quoting, ends, lines);
    case 4: return scan_vbmi2(base, from, to, delimiter, quoting, ends, lines);
#endif
    default: return scan_words(base, from, to, delimiter, quoting, ends, lines);
    }
}

ck_window ck_scan_window(SCAN_ARGUMENTS) {
    // Read and written without a lock: whoever is first, the answer is the same.
    static int way = -1;
    int known = __atomic_load_n(&way, __ATOMIC_RELAXED);
    if (known < 0) {
        known = ck_scan_ways() - 1;
        __atomic_store_n(&way, known, __ATOMIC_RELAXED);
    }
    return ck_scan_window_by(known, base, from, to, delimiter, quoting, ends, lines);
}
