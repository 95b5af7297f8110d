/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file dolbom.h
 * dolbom (돌봄, care): finds the people whom several agencies serve twice and the
 * people whom nobody serves. This header brings in all the others:
 *
 *   base.h                          statuses, errors, quality, the environment
 *   value.h compare.h               one value of any kind: its form, its parts, how two agree
 *   name.h address.h number.h       the same with parts as numbers
 *   column.h                        whole columns of values
 *   plan.h juso.h key.h             settings; a table of all addresses; secrets
 *   stage.h schema.h                whole tables in, whole tables out; what is in them
 *   explain.h                       why two records are one person, or are not
 *   arrow.h                         Arrow's C data interface, in which bulk data come and go
 */
#ifndef DOLBOM_DOLBOM_H
#define DOLBOM_DOLBOM_H

#include "dolbom/address.h"
#include "dolbom/arrow.h"
#include "dolbom/base.h"
#include "dolbom/column.h"
#include "dolbom/compare.h"
#include "dolbom/explain.h"
#include "dolbom/juso.h"
#include "dolbom/key.h"
#include "dolbom/name.h"
#include "dolbom/number.h"
#include "dolbom/plan.h"
#include "dolbom/schema.h"
#include "dolbom/stage.h"
#include "dolbom/value.h"

#endif
