#define _GNU_SOURCE
#include "CKernels.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

const void *ck_find_last(const void *bytes, uint8_t byte, size_t count) { return memrchr(bytes, byte, count); }

void ck_prefer_huge_pages(void *memory, size_t count) {
#if defined(MADV_HUGEPAGE)
    // It is advice: where it is refused, the memory is as it was.
    madvise(memory, count, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)count;
#endif
}

int64_t ck_digits_plain(const void *start, uint32_t count) {
    const uint8_t *text = (const uint8_t *)start;
    int64_t value = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}
