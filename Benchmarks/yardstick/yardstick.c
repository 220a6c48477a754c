// What the machine allows: canonical calls rated on both sides and written as binary COPY rows, by a program that is made
// for one layout, one kind of deck and one processor. Nothing is checked, so it is no base for anything; see ../README.md.
//
//     yardstick -t THREADS -l narrow FOLDER CDRS > rows      sums and CPU are said on standard error
//
// One trie over the prefixes of all decks leads to a zone; zone and deck lead to a rate, or to a list of dated ones. Lookups
// run over batches of 32 calls, each stage asking for the memory that the next one reads.

#define _GNU_SOURCE
#include <fcntl.h>
#include <immintrin.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tables.h"

enum { chunk_bytes = 512 << 10, batch = 32, row_bytes = 172 };

#define INLINE static inline __attribute__((always_inline))

typedef struct {
    __m128i id;
    const char *called;
    uint8_t called_count;
    uint64_t calling_value, called_value;
    int64_t micros;
    uint32_t customer, supplier, seconds, address, entry;
    uint16_t code;
    int day;
    const uint32_t *sell_cell, *buy_cell;
    const rate *sell, *buy;
} call;

/// Up to eight digits.
INLINE uint32_t digits8(const char *text, int count) {
    uint64_t word;
    memcpy(&word, text, 8);
    word = (word << (64 - 8 * count)) & 0x0F0F0F0F0F0F0F0Full;
    word = word * 10 + (word >> 8);
    const uint64_t high = (word & 0x000000FF000000FFull) * (100 + (1000000ull << 32));
    const uint64_t low = ((word >> 16) & 0x000000FF000000FFull) * (1 + (10000ull << 32));
    return (uint32_t)((high + low) >> 32);
}

/// Up to sixteen digits before `end`.
INLINE uint64_t digits16(const char *end, int count) {
    __m128i v = _mm_loadu_si128((const void *)(end - 16));
    v = _mm_maskz_sub_epi8((__mmask16)(0xFFFFu << (16 - count)), v, _mm_set1_epi8('0'));
    v = _mm_madd_epi16(_mm_maddubs_epi16(v, _mm_set1_epi16(0x010A)), _mm_set1_epi32(0x00010064));
    v = _mm_madd_epi16(_mm_packus_epi32(v, v), _mm_set1_epi32(0x00012710));
    const uint64_t halves = (uint64_t)_mm_cvtsi128_si64(v);
    return (halves & 0xFFFFFFFF) * 100000000 + (halves >> 32);
}

/// The 16 bytes of a UUID's 36 characters.
INLINE __m128i uuid(const char *text) {
    static const uint8_t places[64] = {0,  1,  2,  3,  4,  5,  6,  7,  9,  10, 11, 12, 14, 15, 16, 17,
                                       19, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35};
    const __m512i packed = _mm512_permutexvar_epi8(_mm512_loadu_si512(places), _mm512_loadu_si512(text));
    const __m256i hex = _mm512_castsi512_si256(packed);
    // A letter has bit 6, and counts nine more than its low four bits.
    const __m256i letter = _mm256_and_si256(_mm256_srli_epi16(hex, 6), _mm256_set1_epi8(1));
    const __m256i nine = _mm256_add_epi8(_mm256_slli_epi16(letter, 3), letter);
    const __m256i nibbles = _mm256_add_epi8(_mm256_and_si256(hex, _mm256_set1_epi8(15)), nine);
    return _mm256_cvtepi16_epi8(_mm256_maddubs_epi16(nibbles, _mm256_set1_epi16(0x0110)));
}

INLINE char *put2(char *out, uint16_t value) {
    const uint32_t length = __builtin_bswap32(2);
    const uint16_t swapped = __builtin_bswap16(value);
    memcpy(out, &length, 4);
    memcpy(out + 4, &swapped, 2);
    return out + 6;
}

INLINE char *put4(char *out, uint32_t value) {
    const uint64_t both = __builtin_bswap64(4ull << 32 | value);
    memcpy(out, &both, 8);
    return out + 8;
}

INLINE char *put8(char *out, uint64_t value) {
    const uint32_t length = __builtin_bswap32(8);
    const uint64_t swapped = __builtin_bswap64(value);
    memcpy(out, &length, 4);
    memcpy(out + 4, &swapped, 8);
    return out + 12;
}

INLINE void price(const rate *rate, uint32_t seconds, uint32_t *billed, uint64_t *micros) {
    *billed = 0;
    *micros = 0;
    if (rate == rates || seconds == 0) return;
    uint32_t time = rate->initial;
    if (seconds > time) time += (seconds - time + rate->increment - 1) / rate->increment * rate->increment;
    *billed = time;
    *micros = rate->fee + ((uint64_t)rate->price * time + 30) / 60;
}

typedef struct {
    uint64_t rows, sell, buy;
} sums;

INLINE char *put_row(char *out, const call *call, sums *sums) {
    uint32_t sell_time, buy_time;
    uint64_t sell_micros, buy_micros;
    price(call->sell, call->seconds, &sell_time, &sell_micros);
    price(call->buy, call->seconds, &buy_time, &buy_micros);
    sums->sell += sell_micros;
    sums->buy += buy_micros;
    const uint16_t columns = __builtin_bswap16(16);
    const uint32_t length = __builtin_bswap32(16);
    memcpy(out, &columns, 2);
    memcpy(out + 2, &length, 4);
    _mm_storeu_si128((void *)(out + 6), call->id);
    out = put8(out + 22, (uint64_t)call->micros);
    out = put8(put8(out, call->calling_value), call->called_value);
    out = put8(put8(out, call->sell->prefix), call->buy->prefix);
    out = put8(put8(out, sell_micros), buy_micros);
    out = put4(put4(out, call->customer), call->supplier);
    out = put4(put4(out, call->sell->destination), call->seconds);
    out = put2(put4(put4(out, sell_time), buy_time), call->code);
    const uint32_t size = __builtin_bswap32(8), address = __builtin_bswap32(call->address);
    const uint8_t head[4] = {2, 32, 0, 4};
    memcpy(out, &size, 4);
    memcpy(out + 4, head, 4);
    memcpy(out + 8, &address, 4);
    return out + 12;
}

typedef struct {
    uint64_t text;
    int day;
    int64_t micros;
} date;

/// Reads the line at `line` and returns where the next one begins.
INLINE const char *parse(const char *line, call *call, date *last) {
    const char *base = line + 36;
    const __m512i first = _mm512_loadu_si512(base), second = _mm512_loadu_si512(base + 64);
    const __m512i comma = _mm512_set1_epi8(','), feed = _mm512_set1_epi8('\n');
    uint64_t a = _mm512_cmpeq_epi8_mask(first, comma) | _mm512_cmpeq_epi8_mask(first, feed);
    uint64_t b = _mm512_cmpeq_epi8_mask(second, comma) | _mm512_cmpeq_epi8_mask(second, feed);
    int at[9];
    for (int i = 0; i < 9; i++) {
        if (a) {
            at[i] = __builtin_ctzll(a);
            a &= a - 1;
        } else {
            at[i] = 64 + __builtin_ctzll(b);
            b &= b - 1;
        }
    }
#define FIELD(i) base + at[i] + 1, at[i + 1] - at[i] - 1
    call->id = uuid(line);
    call->customer = digits8(FIELD(0));
    call->supplier = digits8(FIELD(1));
    call->calling_value = digits16(base + at[3], at[3] - at[2] - 1);
    call->called = base + at[3] + 1;
    call->called_count = (uint8_t)(at[4] - at[3] - 1);
    call->called_value = digits16(base + at[4], call->called_count);
    const char *time = base + at[4] + 1;
    uint64_t text;
    memcpy(&text, time + 2, 8);
    if (__builtin_expect(text != last->text, 0)) {
        last->text = text;
        last->day = day_number((int)digits8(time, 4), (int)digits8(time + 5, 2), (int)digits8(time + 8, 2));
        last->micros = (last->day - 10957) * 86400000000ll;
    }
    const uint32_t hour = digits8(time + 11, 2), minute = digits8(time + 14, 2), second_ = digits8(time + 17, 2);
    const int64_t millis = (hour * 3600 + minute * 60 + second_) * 1000ll + digits8(time + 20, 3);
    call->micros = last->micros + millis * 1000;
    call->day = last->day;
    call->seconds = digits8(FIELD(5));
    call->code = (uint16_t)digits8(FIELD(6));
#undef FIELD
    uint32_t address = 0, part = 0;
    for (const char *p = base + at[7] + 1; p < base + at[8]; p++) {
        if (*p == '.') {
            address = address << 8 | part;
            part = 0;
        } else {
            part = part * 10 + (uint32_t)(*p - '0');
        }
    }
    call->address = address << 8 | part;
    return base + at[8] + 1;
}

INLINE uint32_t pair(const char *digits) { return (uint32_t)((digits[0] - '0') * 10 + digits[1] - '0'); }

static char *work(const char *text, const char *end, char *out, sums *sums) {
    date last = {0, 0, 0};
    call calls[batch];
    while (text < end) {
        int count = 0;
        while (count < batch && text < end) {
            call *call = calls + count++;
            text = parse(text, call, &last);
            // Numbers of under ten digits are looked up digit by digit.
            const int is_short = call->called_count < 10;
            call->entry = call->seconds && !is_short ? digits8(call->called, 5) : 0;
            __builtin_prefetch(direct + call->entry);
        }
        for (int i = 0; i < count; i++) {
            call *call = calls + i;
            if (!call->seconds) continue;
            if (call->called_count < 10) {
                call->entry = zone_slowly(call->called, call->called_count);
                continue;
            }
            call->entry = direct[call->entry];
            if (call->entry & is_node) __builtin_prefetch(nodes + (call->entry & ~is_node) + pair(call->called + 5));
        }
        for (int i = 0; i < count; i++) {
            call *call = calls + i;
            if (!call->seconds) continue;
            uint32_t entry = call->entry;
            // The byte behind the number is no digit: it counts as the zero that no prefix asks for there.
            if (entry & is_node) entry = nodes[(entry & ~is_node) + pair(call->called + 5)];
            if (entry & is_node) entry = nodes[(entry & ~is_node) + pair(call->called + 7)];
            if (entry & is_node) {
                const uint32_t tenth = (uint32_t)(call->called[9] - '0') * 10;
                const uint32_t next = call->called_count > 10 ? (uint32_t)(call->called[10] - '0') : 0;
                entry = nodes[(entry & ~is_node) + tenth + next];
            }
            const uint32_t *cells = zone_rates + (uint64_t)entry * (uint32_t)deck_count;
            call->sell_cell = cells + customer_deck[call->customer];
            call->buy_cell = cells + supplier_deck[call->supplier];
            __builtin_prefetch(call->sell_cell);
            __builtin_prefetch(call->buy_cell);
        }
        for (int i = 0; i < count; i++) {
            call *call = calls + i;
            call->sell = call->buy = rates;
            if (!call->seconds) continue;
            call->sell = rates + rate_on(*call->sell_cell, call->day);
            call->buy = rates + rate_on(*call->buy_cell, call->day);
            __builtin_prefetch(call->sell);
            __builtin_prefetch(call->buy);
        }
        for (int i = 0; i < count; i++) out = put_row(out, calls + i, sums);
        sums->rows += (uint64_t)count;
    }
    return out;
}

static int input;
static uint64_t input_bytes;
static atomic_ulong next_chunk;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t passed = PTHREAD_COND_INITIALIZER;
static uint64_t turn;
static sums total;

static void write_all(const char *bytes, size_t count) {
    while (count > 0) {
        const ssize_t written = write(1, bytes, count);
        if (written <= 0) {
            perror("write");
            exit(1);
        }
        bytes += written;
        count -= (size_t)written;
    }
}

static void *worker(void *unused) {
    (void)unused;
    char *text = (char *)aligned_alloc(4096, chunk_bytes + 8192) + 1024;
    // A row takes 100 bytes of text at least.
    char *rows = aligned_alloc(4096, (size_t)chunk_bytes / 80 * row_bytes + 4096);
    sums mine = {0, 0, 0};
    for (;;) {
        const uint64_t number = atomic_fetch_add(&next_chunk, 1), from = number * chunk_bytes;
        if (from >= input_bytes) break;
        // Lines that begin in the chunk are its own; the first chunk's first line is the header.
        const uint64_t start = from ? from - 1 : 0;
        const ssize_t count = pread(input, text, chunk_bytes + 512 + (from ? 1 : 0), (off_t)start);
        if (count <= 0) break;
        memset(text + count, 0, 256);
        const char *end = text + (from - start) + chunk_bytes;
        if (end > text + count) end = text + count;
        const char *first = memchr(text, '\n', (size_t)count);
        char *out = work(first ? first + 1 : end, end, rows, &mine);
        pthread_mutex_lock(&lock);
        while (turn != number) pthread_cond_wait(&passed, &lock);
        write_all(rows, (size_t)(out - rows));
        turn++;
        pthread_cond_broadcast(&passed);
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    total.rows += mine.rows;
    total.sell += mine.sell;
    total.buy += mine.buy;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(int count, char **words) {
    int threads = 1, option;
    // The layout is asked for as `-l narrow`, and is the only one there is.
    while ((option = getopt(count, words, "t:l:")) > 0)
        if (option == 't') threads = atoi(optarg);
    if (optind + 2 > count || threads < 1 || threads > 64) {
        fprintf(stderr, "usage: yardstick [-t THREADS] [-l narrow] FOLDER CDRS\n");
        return 2;
    }
    load_tables(words[optind]);
    input = open(words[optind + 1], O_RDONLY);
    struct stat status;
    if (input < 0 || fstat(input, &status) != 0) {
        perror(words[optind + 1]);
        return 1;
    }
    input_bytes = (uint64_t)status.st_size;
    static const char header[19] = "PGCOPY\n\377\r\n";
    write_all(header, sizeof header);
    pthread_t ids[64];
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, worker, NULL);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    write_all("\377\377", 2);
    fprintf(
        stderr, "rows %lu sell_micro %lu buy_micro %lu\n", (unsigned long)total.rows, (unsigned long)total.sell,
        (unsigned long)total.buy);
    return 0;
}
