// Tells AddressSanitizer to look for no leaks. Swift keeps the case of an enum in bits of the pointer to its payload, where
// the search does not recognise the pointer, so that what a program holds to its end looks lost. Linked into the programs
// that are run under it, and into nothing else. Address.swift shows it.
const char *__asan_default_options(void) { return "detect_leaks=0"; }
