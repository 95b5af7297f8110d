/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_head.c - how every page begins and ends: style, content policy, language switch, script.
 *
 * The language is chosen by two radio buttons and a rule in the style sheet, so that the page can
 * be read where scripts are switched off. The content policy allows only the style sheet and the
 * script of the page's kind, by their hashes.
 */
#include "report/page.h"

#include <sodium.h>
#include <string.h>

#include "report_script.h"
#include "report_style.h"
#include "review_script.h"
#include "review_style.h"

static const struct {
    const char *style, *script; /* NULL: none */
} kinds[] = {
    [PAGE_TO_READ] = {report_style, NULL},
    [PAGE_OF_CASES] = {report_style, report_script},
    [PAGE_OF_REVIEW] = {review_style, review_script},
};

static void put_hash(struct page *page, const char *text)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char base64[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
    crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
    sodium_bin2base64(base64, sizeof base64, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    page_raw(page, "'sha256-");
    page_raw(page, base64);
    page_raw(page, "'; ");
}

static void put_policy(struct page *page, enum page_kind kind)
{
    page_raw(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src ");
    put_hash(page, kinds[kind].style);
    if (kinds[kind].script) page_raw(page, "script-src ");
    if (kinds[kind].script) put_hash(page, kinds[kind].script);
    page_raw(page, "base-uri 'none'; form-action 'none'\">");
}

static void put_choice(struct page *page, const char *language, const char *name, bool chosen)
{
    page_format(page, "<input class=\"pick\" type=\"radio\" name=\"language\" id=\"%s\"%s>",
                language, chosen ? " checked" : "");
    page_format(page, "<label for=\"%s\" lang=\"%s\">%s</label> ", language, language, name);
}

void page_head(struct page *page, enum page_kind kind, const char *title, bool english_first)
{
    page_format(page, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">",
                english_first ? "en" : "ko");
    put_policy(page, kind);
    page_raw(
        page,
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><meta name=\"referrer\" content=\"no-referrer\">"
        "<title>dolbom ");
    page_word(page, title);
    page_raw(page, "</title><style>");
    page_raw(page, kinds[kind].style);
    page_raw(page, "</style></head><body><main>");
    put_choice(page, "ko", "한국어", !english_first);
    put_choice(page, "en", "English", english_first);
}

void page_end(struct page *page, enum page_kind kind)
{
    page_raw(page, "</main>");
    if (kinds[kind].script) {
        page_raw(page, "<script>");
        page_raw(page, kinds[kind].script);
        page_raw(page, "</script>");
    }
    page_raw(page, "</body></html>\n");
}
