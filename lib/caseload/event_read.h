/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_read.h - what the readers of all event tables do.
 */
#ifndef DLB_EVENT_READ_H
#define DLB_EVENT_READ_H

#include "caseload/event_tables.h"

void dlb_event_read(struct dlb_row *row, void *out);
void dlb_event_name(const struct dlb_reader *reader, const void *context, const void *out,
                    struct dlb_text *agency, struct dlb_text *id);
uint64_t dlb_event_key(const struct dlb_reader *reader, const void *out);

#endif
