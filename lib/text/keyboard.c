/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyboard.c - Hangul typed while the keyboard was in English mode.
 *
 *   q w e r t y u i o p     ㅂ ㅈ ㄷ ㄱ ㅅ ㅛ ㅕ ㅑ ㅐ ㅔ
 *    a s d f g h j k l       ㅁ ㄴ ㅇ ㄹ ㅎ ㅗ ㅓ ㅏ ㅣ
 *     z x c v b n m           ㅋ ㅌ ㅊ ㅍ ㅠ ㅜ ㅡ
 *   Q W E R T O P           ㅃ ㅉ ㄸ ㄲ ㅆ ㅒ ㅖ; no other letter has a second level
 */
#include "text/text.h"

static const char32_t plain_keys[27] = U"ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ";

static uint32_t letter_of(uint32_t typed)
{
    switch (typed) {
    case 'Q':
        return U'ㅃ';
    case 'W':
        return U'ㅉ';
    case 'E':
        return U'ㄸ';
    case 'R':
        return U'ㄲ';
    case 'T':
        return U'ㅆ';
    case 'O':
        return U'ㅒ';
    case 'P':
        return U'ㅖ';
    default:
        return typed >= 'a' && typed <= 'z' ? plain_keys[typed - 'a'] : 0;
    }
}

bool dlb_keyboard_hangul(const uint32_t *typed, size_t n, struct dlb_runes *out)
{
    if (n == 0 || n > DLB_RUNES_MAX) return false;
    for (size_t i = 0; i < n; i++) {
        out->at[i] = letter_of(typed[i]);
        if (out->at[i] == 0) return false;
    }
    out->n = n;
    dlb_runes_jamo(out);
    for (size_t i = 0; i < out->n; i++) {
        if (!dlb_is_syllable(out->at[i])) return false;
    }
    return true;
}
