#pragma once
#include <stddef.h>

// A file that is part of the binary.
struct assay_embedded {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

// How many files there are.
size_t assay_embedded_count(void);

// The file at an index below the count.
struct assay_embedded assay_embedded_at(size_t index);
