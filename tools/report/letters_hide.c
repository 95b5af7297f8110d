/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letters_hide.c - what is not shown of a name, a day, a number or an address.
 *
 * Of a name the first letter stays and, of a Korean one, the last, as in all results; of a day the
 * year, of a telephone number its first three and last four digits, of an address the first two
 * words; of any other text its first letter. Blanks and hyphens hide nothing.
 */
#include "report/letters.h"

#include <string.h>

static void hide(struct letters *letters, size_t from, size_t end)
{
    for (size_t i = from; i < end && i < letters->n; i++) {
        char first = letters->text[letters->at[i]];
        letters->hidden[i] = first != ' ' && first != '-';
    }
}

/* Does a Hangul syllable begin there: U+AC00 … U+D7A3, which are EA B0 80 … ED 9E A3? */
static bool begins_syllable(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    return (byte[0] == 0xEA && byte[1] >= 0xB0) || byte[0] == 0xEB || byte[0] == 0xEC ||
           (byte[0] == 0xED && byte[1] <= 0x9E);
}

static void hide_name(struct letters *letters)
{
    enum { LATIN_SHOWN = 3 };
    bool is_korean = begins_syllable(letters->text);
    size_t shown = is_korean || letters->n <= LATIN_SHOWN ? 1 : LATIN_SHOWN;
    hide(letters, shown, is_korean && letters->n > 2 ? letters->n - 1 : letters->n);
}

/* Where the third word begins. */
static size_t third_word(const struct letters *letters)
{
    size_t i = 0, n_blanks = 0;
    while (i < letters->n && n_blanks < 2) n_blanks += letters->text[letters->at[i++]] == ' ';
    return i;
}

void letters_hide(struct letters *letters, const char *kind)
{
    enum { YEAR = 4, PHONE_BEGIN = 3, PHONE_END = 4 };
    if (strcmp(kind, "sex") == 0) return;
    if (strcmp(kind, "name") == 0)
        hide_name(letters);
    else if (strcmp(kind, "date") == 0)
        hide(letters, YEAR, letters->n);
    else if (strcmp(kind, "phone") == 0 && letters->n > PHONE_BEGIN + PHONE_END)
        hide(letters, PHONE_BEGIN, letters->n - PHONE_END);
    else if (strcmp(kind, "address") == 0)
        hide(letters, third_word(letters), letters->n);
    else
        hide(letters, 1, letters->n);
}
