/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letters.c - what differs between two texts, letter by letter.
 *
 * Numbers and days of one length are compared place by place, as people do: that some digit of one
 * telephone number is in another one, too, means nothing. Of other texts the longest sequence of
 * letters that both have is the same, and the rest differs.
 */
#include "report/letters.h"

#include <string.h>

void letters_split(const char *text, struct letters *letters)
{
    size_t at = 0;
    *letters = (struct letters){.text = text};
    while (text[at] && letters->n < LETTERS_MAX) {
        letters->at[letters->n++] = (uint16_t)at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80) at++; /* within a letter */
    }
    letters->at[letters->n] = (uint16_t)at;
}

static struct span letter(const struct letters *letters, size_t i)
{
    return (struct span){letters->text + letters->at[i],
                         (size_t)letters->at[i + 1] - letters->at[i]};
}

static bool is_of_digits(const struct letters *letters)
{
    return strspn(letters->text, "0123456789-?") >= letters->at[letters->n];
}

static void compare_places(struct letters *left, struct letters *right)
{
    for (size_t i = 0; i < left->n; i++)
        left->differs[i] = right->differs[i] = !span_equal(letter(left, i), letter(right, i));
}

/* How long a sequence the texts share from each two letters on. */
static void count_shared(const struct letters *left, const struct letters *right,
                         struct letters_room *room)
{
    memset(room->shared[left->n], 0, sizeof room->shared[0]);
    for (size_t i = left->n; i-- > 0;) {
        room->shared[i][right->n] = 0;
        for (size_t j = right->n; j-- > 0;) {
            uint8_t skip_left = room->shared[i + 1][j], skip_right = room->shared[i][j + 1];
            bool same = span_equal(letter(left, i), letter(right, j));
            room->shared[i][j] = same ? (uint8_t)(room->shared[i + 1][j + 1] + 1)
                                 : skip_left > skip_right ? skip_left
                                                          : skip_right;
        }
    }
}

void letters_compare(struct letters *left, struct letters *right, struct letters_room *room)
{
    if (left->n == right->n && is_of_digits(left) && is_of_digits(right)) {
        compare_places(left, right);
        return;
    }
    count_shared(left, right, room);
    size_t i = 0, j = 0;
    while (i < left->n && j < right->n) {
        if (span_equal(letter(left, i), letter(right, j)))
            i++, j++;
        else if (room->shared[i + 1][j] >= room->shared[i][j + 1])
            left->differs[i++] = true;
        else
            right->differs[j++] = true;
    }
    while (i < left->n) left->differs[i++] = true;
    while (j < right->n) right->differs[j++] = true;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* One letter of a text in its piece; a hidden one as a mark. */
static size_t put_letter(const struct letters *letters, size_t i, char *to)
{
    static const char circle[] = "○";
    struct span shown = letter(letters, i);
    if (letters->hidden[i] && shown.len > 1)
        shown = (struct span){circle, sizeof circle - 1};
    else if (letters->hidden[i])
        shown = (struct span){"*", 1};
    memcpy(to, shown.data, shown.len);
    return shown.len;
}

void letters_put(struct page *page, const struct letters *letters)
{
    char piece[4 * LETTERS_MAX];
    bool differs = false;
    page_raw(page, "[");
    for (size_t i = 0; i < letters->n; differs = !differs) {
        size_t len = 0;
        if (i || differs) page_raw(page, ",");
        for (; i < letters->n && letters->differs[i] == differs; i++)
            len += put_letter(letters, i, piece + len);
        page_json(page, (struct span){piece, len});
    }
    page_raw(page, "]");
}
