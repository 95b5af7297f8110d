/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file dolbom.h
 * dolbom (돌봄, care): finds the people whom several agencies serve twice and the
 * people whom nobody serves. This header brings in all the others.
 *
 * Two tiers. Values (value.h, compare.h; with parts as numbers name.h, address.h, number.h):
 * pure functions on one name, address, phone, date or number; over columns, column.h. Stages
 * (stage.h): whole tables in, whole tables out, steered by a plan (plan.h); schema.h describes the
 * tables. Bulk data is Arrow's C data interface only (arrow.h).
 */
#ifndef DOLBOM_DOLBOM_H
#define DOLBOM_DOLBOM_H

#include "dolbom/address.h"
#include "dolbom/arrow.h"
#include "dolbom/base.h"
#include "dolbom/column.h"
#include "dolbom/compare.h"
#include "dolbom/juso.h"
#include "dolbom/name.h"
#include "dolbom/number.h"
#include "dolbom/plan.h"
#include "dolbom/schema.h"
#include "dolbom/stage.h"
#include "dolbom/value.h"

#endif
