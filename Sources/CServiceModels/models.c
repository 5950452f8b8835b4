#include "CServiceModels.h"

// The files as arrays, and the table of them: import.py writes both lists.
#include "models/arrays.inc"

static const unsigned char file_facts[] = {
#embed "facts.json"
};

static const struct assay_embedded files[] = {
#include "models/entries.inc"
    {"facts.json", file_facts, sizeof file_facts},
};

size_t assay_embedded_count(void) { return sizeof files / sizeof *files; }

struct assay_embedded assay_embedded_at(size_t index) { return files[index]; }
