/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_head.c - how every page begins: style, content policy, language switch.
 *
 * The language is chosen by two radio buttons and a rule in the style sheet, because a page has
 * no script. The content policy allows only this style sheet, by its hash.
 */
#include "report/page.h"

#include <sodium.h>

static const char style[] =
    "main.ko{word-break:keep-all}:root{color-scheme:light "
    "dark;--ink:#1d2733;--soft:#5a6675;--line:#d5dbe3;--paper:#fff;"
    "--band:#f3f6f9;--bar:#3b78b5;--about:#f6d7a7;--warn:#a33}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#a7b2c0;--line:#3a4552;"
    "--paper:#141a21;--band:#1d252e;--bar:#6aa9e6;--about:#5d4a25;--warn:#f2a1a1}}"
    "body{font:16px/1.55 'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',system-ui,sans-serif;"
    "color:var(--ink);background:var(--paper);margin:0 auto;max-width:68rem;padding:1.5rem}"
    "h1{margin:.2em 0}h2{margin:2em 0 .5em}h3{margin:0 0 .3em}p{margin:.4em 0}"
    ".pick{position:absolute;opacity:0}label{padding:.2em .8em;border:1px solid var(--line);"
    "border-radius:1em;cursor:pointer}.pick:focus-visible+label{outline:3px solid var(--bar)}"
    "main{display:none}#ko:checked~main.ko,#en:checked~main.en{display:block}"
    "#ko:checked+label,#en:checked+label{background:var(--bar);color:var(--paper)}"
    ".cards{list-style:none;display:flex;flex-wrap:wrap;gap:.7rem;padding:0}"
    ".cards li{background:var(--band);border-radius:.5rem;padding:.6rem 1rem;min-width:7rem}"
    ".cards b{display:block;font-size:1.5rem}.cards span{color:var(--soft)}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:1em 0}"
    "caption{text-align:left;font-weight:700;font-size:1.3rem;padding:.6em 0}"
    "th,td{padding:.35em .6em;border-bottom:1px solid "
    "var(--line);text-align:left;vertical-align:top}"
    "thead th{background:var(--band);position:sticky;top:0;white-space:nowrap}"
    ".day{white-space:nowrap}th.n{text-align:right}td.n{text-align:right;font-variant-numeric:"
    "tabular-nums}td.zero{color:var(--soft)}"
    "td.q0{background:#b4232333}td.q1{background:#b4622333}td.q2{background:#a58b1f33}"
    "td.q3{background:#2d8a4f33}"
    "td.warn{color:var(--warn)}.small{font-size:.9rem}"
    ".s{border-radius:.3em;padding:.05em .5em;white-space:nowrap;color:#fff;background:#5f6b78}"
    ".s4{background:#9c1c1c}.s3{background:#a4480c}.s2{background:#6f5a00}.s1{background:#2d6a4f}"
    "article.yes{border-left:.5rem solid #2d8a4f}article.unknown{border-left:.5rem solid #a58b1f}"
    "article.no{border-left:.5rem solid #8a96a3}article table{margin:.4em 0 0}"
    ".tag{border:1px solid var(--line);border-radius:1em;padding:.1em .7em;font-size:.9rem;"
    "margin-left:.4em}"
    "article{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0;"
    "break-inside:avoid}svg{width:100%;height:auto}svg text{font-size:12px;fill:var(--ink)}"
    "svg .axis{fill:var(--soft)}.bar{fill:var(--bar)}.bar.open{stroke:var(--ink);"
    "stroke-dasharray:4 2}.about{fill:var(--about)}.today{stroke:var(--warn);stroke-dasharray:3 3}"
    ".note{background:var(--band);border-radius:.5rem;padding:.6rem 1rem}"
    "@media "
    "print{.pick,label{display:none}.scroll{overflow:visible}body{padding:0;font-size:11pt}}";

static void write_head(struct page *page, const char *title)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char base64[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
    crypto_hash_sha256(hash, (const unsigned char *)style, sizeof style - 1);
    sodium_bin2base64(base64, sizeof base64, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    page_raw(page, "<!doctype html>\n<html lang=\"ko\"><head><meta charset=\"utf-8\">"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'sha256-");
    page_raw(page, base64);
    page_raw(
        page,
        "'; base-uri 'none'; form-action 'none'\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
        "<title>dolbom ");
    page_word(page, title);
    page_raw(page, "</title><style>");
    page_raw(page, style);
    page_raw(page, "</style></head><body>");
}

static void write_switch(struct page *page, bool english_first)
{
    page_raw(page, "<input class=\"pick\" type=\"radio\" name=\"language\" id=\"ko\"");
    page_raw(page, english_first ? "" : " checked");
    page_raw(page, "><label for=\"ko\" lang=\"ko\">한국어</label> "
                   "<input class=\"pick\" type=\"radio\" name=\"language\" id=\"en\"");
    page_raw(page, english_first ? " checked" : "");
    page_raw(page, "><label for=\"en\" lang=\"en\">English</label>");
}

void page_head(struct page *page, const char *title, bool english_first)
{
    write_head(page, title);
    write_switch(page, english_first);
}
