/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_windows949.c - the decoder of windows-949 against ICU's converter, on any bytes.
 *
 *   same       the same text, or both refuse; except for the bytes 80 and FF alone, which ICU
 *              maps to characters nobody writes (encoding.c)
 *   pieces     decoded in two pieces, the text is the same wherever it is split
 *   valid      io_valid() stops exactly at the first byte that io_decode() calls bad
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include "io/csv/csv.h"

enum { SIZE_MAX_ = 1 << 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

/* ICU's text as UTF-8; false when it refuses the bytes. */
static bool by_icu(const uint8_t *data, size_t size, char *to, size_t *len)
{
    static UConverter *converter;
    static UChar units[2 * SIZE_MAX_];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n_bytes = 0;
    if (!converter) converter = ucnv_open("windows-949", &error);
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    check(U_SUCCESS(error));
    int32_t n =
        ucnv_toUChars(converter, units, 2 * SIZE_MAX_, (const char *)data, (int32_t)size, &error);
    if (U_FAILURE(error)) return false;
    u_strToUTF8(to, 4 * SIZE_MAX_, &n_bytes, units, n, &error);
    *len = (size_t)n_bytes;
    return U_SUCCESS(error);
}

/* A lead byte takes the next one with it; 80 and FF stand alone. */
static bool has_lone(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i<size; i += data[i]> 0x80 && data[i] < 0xFF ? 2 : 1) {
        if (data[i] == 0x80 || data[i] == 0xFF) return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char theirs[4 * SIZE_MAX_];
    static unsigned char ours[4 * SIZE_MAX_], pieces[4 * SIZE_MAX_];
    size_t n = 0;
    bool bad;
    if (size > SIZE_MAX_) return 0;
    if (size == 0) data = (const uint8_t *)"";
    struct io_decoded whole = io_decode(IO_WINDOWS_949, data, size, true, ours);
    check(whole.used == size && whole.made <= io_decode_room(IO_WINDOWS_949, size));
    size_t first_bad = io_valid(IO_WINDOWS_949, data, size, true, &bad);
    check(bad == (whole.n_bad > 0) && (bad || first_bad == size));
    size_t cut = size ? data[0] * size / 256 : 0;
    struct io_decoded head = io_decode(IO_WINDOWS_949, data, cut, false, pieces);
    struct io_decoded tail =
        io_decode(IO_WINDOWS_949, data + head.used, size - head.used, true, pieces + head.made);
    check(head.made + tail.made == whole.made && head.n_bad + tail.n_bad == whole.n_bad);
    check(memcmp(ours, pieces, whole.made) == 0);
    bool is_text = by_icu(data, size, theirs, &n);
    if (whole.n_bad == 0)
        check(is_text && n == whole.made && memcmp(ours, theirs, n) == 0);
    else
        check(!is_text || has_lone(data, size));
    return 0;
}
