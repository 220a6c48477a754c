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
    uint64_t returns;  ///< carriage returns
} ck_masks;

/// Bit i is the parity of the bits up to and including i.
static inline uint64_t parity_so_far(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

/// What is known of quotes where a block begins.
typedef struct {
    uint64_t inside;  ///< all ones within quotes
    uint64_t edge;  ///< 1 behind a quote, or a delimiter or line feed outside quotes
    uint64_t closed;  ///< 1 directly behind a closing quote
    uint64_t escapes;  ///< not zero once there was a doubled one
} ck_quote_state;

/// Takes what is within quotes out of `masks`, and what stands at or behind the first byte at which the quotes are not as
/// usual; returns whether there is one. `parity` is that of the quotes so far.
static inline bool apply_quotes(ck_masks *masks, uint64_t parity, ck_quote_state *state) {
    const uint64_t inside = parity ^ state->inside;
    const uint64_t opening = masks->quotes & inside;
    const uint64_t closing = masks->quotes & ~inside;
    const uint64_t behind_closing = closing << 1 | state->closed;
    const uint64_t edges = ((masks->delimiters | masks->feeds) & ~inside) | masks->quotes;
    // An opening quote stands behind an edge and a closing one before an edge. A quote behind a closing one opens again.
    uint64_t odd = opening & ~(edges << 1 | state->edge);
    odd |= behind_closing & ~edges;
    odd |= masks->feeds & inside;
    state->escapes |= behind_closing & opening;
    masks->delimiters &= ~inside;
    state->inside = (uint64_t)((int64_t)inside >> 63);
    state->edge = edges >> 63;
    state->closed = closing >> 63;
    if (__builtin_expect(odd == 0, 1)) return false;
    // A carriage return before the line feed may follow a closing quote, too; as the last byte of a block it counts as odd.
    odd &= ~(behind_closing & masks->returns & masks->feeds >> 1);
    if (odd == 0) return false;
    const uint64_t before = (odd & -odd) - 1;
    masks->delimiters &= before;
    masks->feeds &= before;
    return true;
}

/// Writes where the bits of a mask stand, counted from `offset`: eight of them whether they are there or not.
static inline void emit_one_by_one(uint32_t *ends, uint64_t all, uint32_t count, uint32_t offset) {
    for (uint32_t i = 0; i < 8; i++) {
        ends[i] = offset + (uint32_t)(all ? __builtin_ctzll(all) : 64);
        all &= all - 1;
    }
    for (uint32_t i = 8; i < count; i++, all &= all - 1) ends[i] = offset + (uint32_t)__builtin_ctzll(all);
}

/// The loop of ck_scan_window and of ck_last_line_end; MASKS gives the masks of a block, PARITY that of a mask's bits so far,
/// and TAKE does what is to be done with the masks of a block.
#define BLOCK_LOOP(MASKS, PARITY, TAKE)                                                                         \
    const uint8_t *text = (const uint8_t *)base;                                                                \
    ck_quote_state state = {0, 1, 0, 0};                                                                        \
    bool has_quotes = false, is_odd = false;                                                                    \
    for (uint32_t offset = from; offset < to; offset += 64) {                                                   \
        ck_masks masks = MASKS(text + offset, delimiter);                                                       \
        const uint32_t left = to - offset;                                                                      \
        if (left < 64) {                                                                                        \
            const uint64_t wanted = ((uint64_t)1 << left) - 1;                                                  \
            masks.delimiters &= wanted;                                                                         \
            masks.feeds &= wanted;                                                                              \
            masks.quotes &= wanted;                                                                             \
        }                                                                                                       \
        if (quoting && ((masks.quotes | state.inside | state.closed) != 0)) {                                   \
            has_quotes = true;                                                                                  \
            is_odd = apply_quotes(&masks, PARITY(masks.quotes), &state);                                        \
        } else {                                                                                                \
            state.edge = (masks.delimiters | masks.feeds) >> 63;                                                \
        }                                                                                                       \
        TAKE                                                                                                    \
        if (is_odd) break;                                                                                      \
    }

/// Writes the field ends of each block by EMIT, up to 64 entries, and the positions of line feeds among them, until there
/// are enough.
#define SCAN_LOOP(MASKS, PARITY, EMIT)                                                                          \
    uint32_t fields = 0, line_count = 0;                                                                        \
    BLOCK_LOOP(MASKS, PARITY, {                                                                                 \
        const uint64_t all = masks.delimiters | masks.feeds;                                                    \
        /* One line feed is written whether it is there or not. */                                              \
        lines[line_count] = fields + (uint32_t)__builtin_popcountll(all & ((masks.feeds & -masks.feeds) - 1));  \
        line_count += masks.feeds != 0;                                                                         \
        for (uint64_t feeds = masks.feeds & (masks.feeds - 1); feeds; feeds &= feeds - 1)                       \
            lines[line_count++] = fields + (uint32_t)__builtin_popcountll(all & ((feeds & -feeds) - 1));        \
        const uint32_t count = (uint32_t)__builtin_popcountll(all);                                             \
        EMIT(ends + fields, all, count, offset);                                                                \
        fields += count;                                                                                        \
        if (line_count >= most) break;                                                                          \
    })                                                                                                          \
    return (ck_window){line_count < most ? line_count : most, has_quotes, state.escapes != 0};

/// Remembers the last line feed.
#define TAIL_LOOP(MASKS, PARITY)                                                                                \
    uint32_t last = from;                                                                                       \
    BLOCK_LOOP(MASKS, PARITY, {                                                                                 \
        /* Without a branch: which blocks have a line feed is hard to foretell. */                              \
        const uint32_t end = offset + 64 - (uint32_t)__builtin_clzll(masks.feeds | 1);                          \
        last = masks.feeds ? end : last;                                                                        \
    })                                                                                                          \
    (void)has_quotes;                                                                                           \
    return last;

static inline ck_masks masks_plain(const uint8_t *block, uint8_t delimiter) {
    ck_masks masks = {0, 0, 0, 0};
    for (int i = 0; i < 64; i++) {
        masks.delimiters |= (uint64_t)(block[i] == delimiter) << i;
        masks.feeds |= (uint64_t)(block[i] == '\n') << i;
        masks.quotes |= (uint64_t)(block[i] == '"') << i;
        masks.returns |= (uint64_t)(block[i] == '\r') << i;
    }
    return masks;
}

#define SCAN_ARGUMENTS                                                                                          \
    const void *base, uint32_t from, uint32_t to, uint32_t most, uint8_t delimiter, bool quoting, uint32_t *ends,      \
        uint32_t *lines

#define TAIL_ARGUMENTS const void *base, uint32_t from, uint32_t to, uint8_t delimiter, bool quoting

static ck_window scan_words(SCAN_ARGUMENTS) { SCAN_LOOP(masks_plain, parity_so_far, emit_one_by_one) }
static uint32_t tail_words(TAIL_ARGUMENTS) { TAIL_LOOP(masks_plain, parity_so_far) }

#if defined(__x86_64__)

static inline ck_masks masks_sse2(const uint8_t *block, uint8_t delimiter) {
    const __m128i wanted = _mm_set1_epi8((char)delimiter);
    const __m128i feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i carriage_return = _mm_set1_epi8('\r');
    ck_masks masks = {0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(block + 16 * i));
        masks.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted)) << (16 * i);
        masks.feeds |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, feed)) << (16 * i);
        masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)) << (16 * i);
        masks.returns |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, carriage_return)) << (16 * i);
    }
    return masks;
}

static ck_window scan_sse2(SCAN_ARGUMENTS) { SCAN_LOOP(masks_sse2, parity_so_far, emit_one_by_one) }
static uint32_t tail_sse2(TAIL_ARGUMENTS) { TAIL_LOOP(masks_sse2, parity_so_far) }

#define AVX2 __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt,lzcnt")))

/// parity_so_far as the product with all ones, without carries.
AVX2 static inline uint64_t parity_by_product(uint64_t bits) {
    const __m128i product =
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

AVX2 static inline ck_masks masks_avx2(const uint8_t *block, uint8_t delimiter) {
    const __m256i wanted = _mm256_set1_epi8((char)delimiter);
    const __m256i feed = _mm256_set1_epi8('\n');
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i carriage_return = _mm256_set1_epi8('\r');
    const __m256i a = _mm256_loadu_si256((const __m256i *)block);
    const __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
#define MASK(mark)                                                                                              \
    ((uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, mark)) |                                     \
     (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, mark)) << 32)
    const ck_masks masks = {MASK(wanted), MASK(feed), MASK(quote), MASK(carriage_return)};
#undef MASK
    return masks;
}

AVX2 static ck_window scan_avx2(SCAN_ARGUMENTS) { SCAN_LOOP(masks_avx2, parity_by_product, emit_one_by_one) }
AVX2 static uint32_t tail_avx2(TAIL_ARGUMENTS) { TAIL_LOOP(masks_avx2, parity_by_product) }

#define AVX512 __attribute__((target("avx512f,avx512bw,avx2,pclmul,bmi,bmi2,popcnt,lzcnt")))

AVX512 static inline ck_masks masks_avx512(const uint8_t *block, uint8_t delimiter) {
    const __m512i v = _mm512_loadu_si512(block);
    const ck_masks masks = {
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)delimiter)),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"')),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r'))};
    return masks;
}

AVX512 static ck_window scan_avx512(SCAN_ARGUMENTS) { SCAN_LOOP(masks_avx512, parity_by_product, emit_one_by_one) }
AVX512 static uint32_t tail_avx512(TAIL_ARGUMENTS) { TAIL_LOOP(masks_avx512, parity_by_product) }

#define VBMI2 __attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,pclmul,bmi,bmi2,popcnt,lzcnt")))

VBMI2 static inline ck_masks masks_vbmi2(const uint8_t *block, uint8_t delimiter) {
    const __m512i v = _mm512_loadu_si512(block);
    const ck_masks masks = {
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)delimiter)),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"')),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r'))};
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

VBMI2 static ck_window scan_vbmi2(SCAN_ARGUMENTS) { SCAN_LOOP(masks_vbmi2, parity_by_product, emit_compressed) }

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
        ends[fields++] = offset;
        if (byte != '\n') continue;
        lines[window.lines++] = fields - 1;
        if (window.lines >= most) break;
    }
    return window;
}

int ck_scan_ways(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    // Every instruction set for which a way is compiled: a hypervisor may hide any of them.
    const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul")
        && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt")
        && __builtin_cpu_supports("lzcnt");
    const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
    return 2 + has_avx2 + has_avx512 + (has_avx512 && __builtin_cpu_supports("avx512vbmi2"));
#else
    return 1;
#endif
}

ck_window ck_scan_window_by(int way, SCAN_ARGUMENTS) {
    switch (way) {
#if defined(__x86_64__)
    case 1: return scan_sse2(base, from, to, most, delimiter, quoting, ends, lines);
    case 2: return scan_avx2(base, from, to, most, delimiter, quoting, ends, lines);
    case 3: return scan_avx512(base, from, to, most, delimiter, quoting, ends, lines);
    case 4: return scan_vbmi2(base, from, to, most, delimiter, quoting, ends, lines);
#endif
    default: return scan_words(base, from, to, most, delimiter, quoting, ends, lines);
    }
}

uint32_t ck_last_line_end_by(int way, TAIL_ARGUMENTS) {
    switch (way) {
#if defined(__x86_64__)
    case 1: return tail_sse2(base, from, to, delimiter, quoting);
    case 2: return tail_avx2(base, from, to, delimiter, quoting);
    case 3:
    case 4: return tail_avx512(base, from, to, delimiter, quoting);
#endif
    default: return tail_words(base, from, to, delimiter, quoting);
    }
}

/// The last of the ways that this processor has.
static int best_way(void) {
    // Read and written without a lock: whoever is first, the answer is the same.
    static int way = -1;
    int known = __atomic_load_n(&way, __ATOMIC_RELAXED);
    if (known < 0) {
        known = ck_scan_ways() - 1;
        __atomic_store_n(&way, known, __ATOMIC_RELAXED);
    }
    return known;
}

ck_window ck_scan_window(SCAN_ARGUMENTS) {
    return ck_scan_window_by(best_way(), base, from, to, most, delimiter, quoting, ends, lines);
}

uint32_t ck_last_line_end(TAIL_ARGUMENTS) {
    return ck_last_line_end_by(best_way(), base, from, to, delimiter, quoting);
}
