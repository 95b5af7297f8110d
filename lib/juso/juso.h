/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso.h - the table of all addresses of the country, for values that want more of an address.
 */
#ifndef DLB_JUSO_H
#define DLB_JUSO_H

#include "dolbom/juso.h"
#include "field/field.h"

/* Let values ask the table; the context keeps a share of it. */
void dlb_juso_attach(struct dlb_value_context *context, const struct dolbom_juso *juso);
/* Give the share back; nothing where there is none. */
void dlb_juso_detach(struct dlb_value_context *context);
/* Of the index's bytes; 0 for NULL. */
uint64_t dlb_juso_checksum(const struct dolbom_juso *juso);

#endif
