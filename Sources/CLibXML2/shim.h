#pragma once
// Debian's libxml2 may bring the headers of ICU along, whose types then differ from those of Foundation's own ICU. The
// members that this leaves out of the encoding handler are never looked at.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
