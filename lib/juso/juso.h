/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso.h - the table of all addresses of the country, which adds what an address leaves out.
 */
#ifndef DLB_JUSO_H
#define DLB_JUSO_H

#include "dolbom/juso.h"
#include "field/field.h"

/* Let values look addresses up in the table; the context keeps a reference to it. */
void dlb_juso_attach(struct dlb_value_context *context, const struct dolbom_juso *juso);
/* Drop the reference, if there is one. */
void dlb_juso_detach(struct dlb_value_context *context);
/* A hash of the index's bytes; 0 for NULL. */
uint64_t dlb_juso_checksum(const struct dolbom_juso *juso);

#endif
