#ifndef AMENDS_PHONE_NUMBER_H
#define AMENDS_PHONE_NUMBER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the E.164 form of `number` (UTF-8, `length` bytes), read in `region` (ISO 3166 alpha-2, or "ZZ" where
/// unknown), into `out` as a NUL-terminated string. Returns 1 for a valid number, 0 for an impossible one.
int amends_phone_e164(const char *number, size_t length, const char *region, char *out, size_t capacity);

/// Whether the E.164 number `number` (UTF-8, `length` bytes) can be a mobile telephone. Where numbers do not tell, as
/// in North America, it can. Returns 1 or 0.
int amends_phone_is_mobile(const char *number, size_t length);

#ifdef __cplusplus
}
#endif
#endif
