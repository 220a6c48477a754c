// The decks of the yardstick: read once, before the clock matters, and never freed.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/// 32 bytes; the first record stands for no rate.
typedef struct {
    uint64_t prefix;
    uint32_t price, fee;  // millionths of a unit, a minute and a call
    uint32_t destination;
    uint16_t initial, increment;
    uint64_t unused;
} rate;

/// Which of a prefix's rates is in effect from which day on, the earliest first.
typedef struct {
    uint32_t count;
    struct {
        int from;
        uint32_t rate;
    } entries[6];
} dated;

static const uint32_t is_node = 1u << 31, is_dated = 1u << 31;

static rate *rates;
static uint32_t rate_count = 1;
static int deck_count;
static uint16_t customer_deck[1 << 16], supplier_deck[1 << 16];
static uint32_t direct[100000];  // by five digits
static uint32_t *nodes;  // by two more
static uint32_t node_end;
static uint32_t *zone_rates;  // zone x deck
static uint32_t zone_count;
static dated *dated_rates;
static uint32_t dated_count;

// A plain trie of digits, from which the above is made.
static int (*children)[10];
static int child_count = 1;
static int *zone_of;

/// What a row of the rates' file says, by the place of its prefix in the trie.
typedef struct {
    int place, deck, from;
    uint32_t rate;
} rate_row;
static rate_row *rows;
static uint32_t row_count;
static uint32_t *first_row;

static int day_number(int year, int month, int day) {
    year -= month <= 2;
    const int era = year / 400, of_era = year - era * 400;
    const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void *large(size_t bytes) {
    const size_t page = 2 << 20, whole = (bytes + page) & ~(page - 1);
    void *memory = aligned_alloc(page, whole);
    if (!memory) exit(1);
    madvise(memory, whole, MADV_HUGEPAGE);
    return memory;
}

static char *whole_file(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) exit(1);
    text[size] = 0;
    fclose(file);
    return text;
}

/// Millionths.
static uint32_t micros(const char *text) {
    uint64_t value = 0;
    int decimals = -1;
    for (; *text == '.' || (*text >= '0' && *text <= '9'); text++) {
        if (*text == '.') {
            decimals = 0;
        } else {
            value = value * 10 + (uint64_t)(*text - '0');
            decimals += decimals >= 0;
        }
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 6; decimals++) value *= 10;
    return (uint32_t)value;
}

static uint32_t destination_number(const char *name, size_t count) {
    static struct {
        const char *name;
        size_t count;
        uint32_t number;
    } known[1 << 19];
    static uint32_t next = 1;
    uint32_t slot = 2166136261u;
    for (size_t i = 0; i < count; i++) slot = (slot ^ (uint8_t)name[i]) * 16777619u;
    for (slot &= (1 << 19) - 1;; slot = (slot + 1) & ((1 << 19) - 1)) {
        if (!known[slot].name) {
            known[slot].name = name;
            known[slot].count = count;
            return known[slot].number = next++;
        }
        if (known[slot].count == count && !memcmp(known[slot].name, name, count)) return known[slot].number;
    }
}

static int deck_index(int number) {
    static int indices[1000];
    if (number < 0 || number >= 1000) exit(1);
    if (!indices[number]) indices[number] = ++deck_count;
    return indices[number] - 1;
}

static int by_place(const void *left, const void *right) {
    const rate_row *a = left, *b = right;
    if (a->place != b->place) return a->place < b->place ? -1 : 1;
    return a->deck != b->deck ? a->deck - b->deck : a->from - b->from;
}

/// The cells of a new zone: those of the zone around it, and the rates of its own prefix in their place.
static void fill_zone(uint32_t zone, int place, uint32_t around) {
    uint32_t *cells = zone_rates + (uint64_t)zone * (uint32_t)deck_count;
    memcpy(cells, zone_rates + (uint64_t)around * (uint32_t)deck_count, (size_t)deck_count * 4);
    for (uint32_t i = first_row[place], j; i < row_count && rows[i].place == place; i = j) {
        const int deck = rows[i].deck;
        for (j = i; j < row_count && rows[j].place == place && rows[j].deck == deck;) j++;
        // Until the first day of the prefix's own rates, those of the shorter one apply.
        dated list = {0};
        const uint32_t old = cells[deck];
        if (!(old & is_dated)) {
            list.entries[list.count].from = INT32_MIN;
            list.entries[list.count++].rate = old;
        } else {
            const dated *other = &dated_rates[old & ~is_dated];
            for (uint32_t k = 0; k < other->count; k++)
                if (other->entries[k].from < rows[i].from) list.entries[list.count++] = other->entries[k];
        }
        for (uint32_t k = i; k < j; k++) {
            list.entries[list.count].from = rows[k].from;
            list.entries[list.count++].rate = rows[k].rate;
        }
        // What ended before all calls is left out, so that a rate for ever needs no list.
        uint32_t gone = 0;
        while (gone + 1 < list.count && list.entries[gone + 1].from <= day_number(2025, 1, 31)) gone++;
        memmove(list.entries, list.entries + gone, sizeof list.entries[0] * (list.count -= gone));
        if (list.count > 5) exit(1);
        cells[deck] = list.entries[0].rate;
        if (list.count > 1) {
            cells[deck] = is_dated | dated_count;
            dated_rates[dated_count++] = list;
        }
    }
}

static void number_zones(int place, uint32_t zone) {
    if (first_row[place] != UINT32_MAX) {
        fill_zone(zone_count, place, zone);
        zone = zone_count++;
    }
    zone_of[place] = (int)zone;
    for (int digit = 0; digit < 10; digit++)
        if (children[place][digit]) number_zones(children[place][digit], zone);
}

static int has_children(int place) {
    for (int digit = 0; digit < 10; digit++)
        if (children[place][digit]) return 1;
    return 0;
}

static uint32_t make_node(int place) {
    const uint32_t node = node_end;
    node_end += 100;
    for (int i = 0; i < 100; i++) {
        const int first = children[place][i / 10], second = first ? children[first][i % 10] : 0;
        const int deepest = second ? second : first ? first : place;
        nodes[node + (uint32_t)i] =
            second && has_children(second) ? is_node | make_node(second) : (uint32_t)zone_of[deepest];
    }
    return node;
}

static uint32_t zone_slowly(const char *digits, int count) {
    int place = 0;
    for (int i = 0; i < count && children[place][digits[i] - '0']; i++) place = children[place][digits[i] - '0'];
    return (uint32_t)zone_of[place];
}

static inline uint32_t rate_on(uint32_t cell, int day) {
    if (__builtin_expect(!(cell & is_dated), 1)) return cell;
    const dated *list = &dated_rates[cell & ~is_dated];
    uint32_t found = list->entries[0].rate;
    for (uint32_t i = 1; i < list->count; i++)
        if (list->entries[i].from <= day) found = list->entries[i].rate;
    return found;
}

static void load_rates(const char *folder) {
    char *text = whole_file(folder, "rates.csv");
    uint32_t lines = 0;
    for (const char *p = text; *p; p++) lines += *p == '\n';
    rates = large((uint64_t)(lines + 2) * sizeof *rates);
    memset(rates, 0, sizeof *rates);
    rows = malloc((uint64_t)lines * sizeof *rows);
    children = calloc((uint64_t)lines + 1000000, sizeof *children);
    for (char *line = strchr(text, '\n') + 1; *line;) {
        char *fields[8], *p = line;
        for (int i = 0; i < 8; i++) {
            fields[i] = p;
            while (*p != ',' && *p != '\n') p++;
            p++;
        }
        line = p;
        rate *rate = &rates[rate_count];
        memset(rate, 0, sizeof *rate);
        int place = 0;
        for (const char *digit = fields[1]; *digit != ','; digit++) {
            int *child = &children[place][*digit - '0'];
            if (!*child) *child = child_count++;
            place = *child;
            rate->prefix = rate->prefix * 10 + (uint64_t)(*digit - '0');
        }
        rate->destination = destination_number(fields[2], (size_t)(fields[3] - fields[2] - 1));
        rate->price = micros(fields[4]);
        rate->fee = micros(fields[5]);
        rate->initial = (uint16_t)atoi(fields[6]);
        rate->increment = (uint16_t)atoi(fields[7]);
        const int from = day_number(atoi(fields[3]), atoi(fields[3] + 5), atoi(fields[3] + 8));
        rows[row_count++] = (rate_row){place, deck_index(atoi(fields[0])), from, rate_count++};
    }
}

static void load_parties(const char *folder, const char *name, uint16_t *decks) {
    for (char *line = strchr(whole_file(folder, name), '\n') + 1; *line; line = strchr(line, '\n') + 1)
        decks[atoi(line) & 0xFFFF] = (uint16_t)deck_index(atoi(strchr(line, ',') + 1));
}

static void load_tables(const char *folder) {
    load_rates(folder);
    load_parties(folder, "customers.csv", customer_deck);
    load_parties(folder, "suppliers.csv", supplier_deck);
    qsort(rows, row_count, sizeof *rows, by_place);
    first_row = malloc((size_t)child_count * 4);
    memset(first_row, 255, (size_t)child_count * 4);
    for (uint32_t i = row_count; i-- > 0;) first_row[rows[i].place] = i;
    uint32_t zones = 1;
    for (int i = 0; i < child_count; i++) zones += first_row[i] != UINT32_MAX;
    zone_rates = large((uint64_t)zones * (uint32_t)deck_count * 4);
    memset(zone_rates, 0, (size_t)deck_count * 4);
    dated_rates = malloc(((uint64_t)row_count * 2 + 1000) * sizeof *dated_rates);
    zone_of = calloc((size_t)child_count, 4);
    zone_count = 1;
    for (int digit = 0; digit < 10; digit++)
        if (children[0][digit]) number_zones(children[0][digit], 0);
    nodes = large((uint64_t)child_count * 100 * 4 + 400);
    for (int i = 0; i < 100000; i++) {
        int place = 0, divisor = 10000, depth = 0;
        for (; depth < 5; depth++, divisor /= 10) {
            const int next = children[place][i / divisor % 10];
            if (!next) break;
            place = next;
        }
        direct[i] = depth == 5 && has_children(place) ? is_node | make_node(place) : (uint32_t)zone_of[place];
    }
}
