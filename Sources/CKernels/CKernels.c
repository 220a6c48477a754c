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
