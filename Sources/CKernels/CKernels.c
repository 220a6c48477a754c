#define _GNU_SOURCE
#include "CKernels.h"

const void *ck_find_last(const void *bytes, uint8_t byte, size_t count) { return memrchr(bytes, byte, count); }
