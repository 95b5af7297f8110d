/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sentence.h - sentences for people, piece by piece (sentence.c, particle.c); part of text.h.
 */
#ifndef DLB_SENTENCE_H
#define DLB_SENTENCE_H

#include "base/base.h"

/* A name of somebody else's: it cannot move a cursor, end the line or turn the sentence round. */
void dlb_say_shown(struct dlb_writer *sentence, struct dlb_text text);
/* 1234567 as 1,234,567 */
void dlb_say_int(struct dlb_writer *sentence, int64_t number);
/* 1234567500000 millionths as 1,234,567.5 */
void dlb_say_decimal(struct dlb_writer *sentence, int64_t millionths);
/* The form of a particle (은/는 이/가 을/를 과/와 으로/로, named by the first) that fits the end.
 */
void dlb_say_particle(struct dlb_writer *sentence, struct dlb_text particle);
/* "{key}" in the template is what `slot` says of it, "{key:은}" that and the particle. */
typedef void (*dlb_slot_say)(const void *context, struct dlb_text key, struct dlb_writer *sentence);
void dlb_say_template(struct dlb_writer *sentence, const char *template, dlb_slot_say slot,
                      const void *context);
/* The form that fits after a text; "" for a particle that is not known. */
const char *dlb_particle(struct dlb_text text, struct dlb_text particle);

#endif
