/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_windows949.c - run by the build: print ICU's windows-949 as a C table.
 *
 * ICU calls three different things "Korean"; its names "cp949" and "euc-kr" lose syllables
 * that Korean agencies do write. What their programs mean is windows-949-2000.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

/* The code point of a two-byte character, or 0 when ICU has none. */
static unsigned code_point(UConverter *converter, int first, int second)
{
    const char bytes[2] = {(char)first, (char)second};
    UChar out[4] = {0};
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(converter);
    int32_t n = ucnv_toUChars(converter, out, 4, bytes, 2, &status);
    return U_SUCCESS(status) && n == 1 ? out[0] : 0;
}

int main(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("windows-949-2000", &status);
    if (U_FAILURE(status)) return EXIT_FAILURE;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status)) return EXIT_FAILURE;
    printf("#include \"io/csv/csv.h\"\n\nconst uint16_t io_949[IO_949_ROWS][IO_949_COLUMNS] = {\n");
    for (int first = 0x81; first <= 0xFE; first++) {
        printf("{");
        for (int second = 0x41; second <= 0xFE; second++)
            printf("%u,", code_point(converter, first, second));
        printf("},\n");
    }
    printf("};\n");
    ucnv_close(converter);
    return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
