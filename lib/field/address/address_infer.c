/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_infer.c - what an address does not say, but for which there is only one answer.
 *
 * Agencies that serve one city write "여의도동 24-3" and "화도읍 경춘로 1801". Most dongs, eups and
 * myeons have names of their own, so the district follows; and in its county most ris do, so the
 * eup or myeon follows. Where two answers exist, none is taken.
 *
 *   여의도동 24-3               영등포구, for there is one 여의도동
 *   중구 필동1가 24-7           that of Seoul, for there are six 중구 and one 필동1가
 *   강화군 남산리 326-1         강화읍, for there is one 남산리 in the county
 */
#include "field/address/address_scan.h"

/* The district of today, 0: unknown. */
static uint32_t district_of(const struct dlb_address_scan *scan)
{
    uint32_t code = 0;
    if (scan->written != NULL) dlb_district_heir(scan->written, &code);
    return code;
}

bool dlb_is_known_ri(const struct dlb_address_scan *scan, const struct dlb_units *name)
{
    enum { LONG = 4 }; /* of 50 ris one has so many syllables; of what ends so else, most have */
    struct dlb_units ri = *name;
    char16_t last = scan->emd.n > 0 ? scan->emd.unit[scan->emd.n - 1] : 0;
    uint32_t district = district_of(scan);
    if (last != 0 && !dlb_is_one_of(last, u"읍면")) return false;
    dlb_legal_dong(scan, &ri);
    return district == 0 ? ri.n < LONG : dlb_ri_lies_in(&ri, &scan->emd, district);
}

bool dlb_is_known_place(const struct dlb_address_scan *scan, const struct dlb_units *name)
{
    static const struct dlb_units none = {.n = 0};
    struct dlb_units dong = *name;
    uint32_t district = district_of(scan);
    if (name->unit[name->n - 1] == u'리') return district != 0 && dlb_is_known_ri(scan, name);
    (void)dlb_legal_dong(scan, &dong);
    return district != 0 ? dlb_emd_lies_in(&dong, district)
                         : dlb_emd_district(&dong, scan->province, &none) != 0;
}

static void infer_district(struct dlb_address_scan *scan)
{
    enum { SEJONG = 36 };
    uint32_t code = dlb_emd_district(&scan->emd, scan->province, &scan->district_name);
    const struct dlb_district *row = dlb_district_of(code);
    if (code == 0) return;
    scan->district_name.n = 0;
    scan->flags |= DOLBOM_ADDRESS_INFERRED;
    if (row != NULL)
        dlb_address_believe(scan, row);
    else
        scan->province = scan->province_written = SEJONG;
    (void)dlb_legal_dong(scan, &scan->emd); /* now that it is known whose offices count */
}

static void infer_eup(struct dlb_address_scan *scan)
{
    uint32_t district = district_of(scan);
    const struct dlb_emd *home = district != 0 ? dlb_ri_home(&scan->ri, district) : NULL;
    if (home == NULL) return;
    while (scan->emd.n < DLB_PLACE_NAME && home->name[scan->emd.n] != 0) {
        scan->emd.unit[scan->emd.n] = home->name[scan->emd.n];
        scan->emd.n++;
    }
    scan->flags |= DOLBOM_ADDRESS_INFERRED;
}

void dlb_address_infer(struct dlb_address_scan *scan)
{
    bool is_placed = scan->written != NULL || scan->province == 36;
    if (!is_placed && scan->emd.n > 0) infer_district(scan);
    bool is_lot = scan->lot_main > 0 && scan->main == 0;
    if (is_lot && scan->ri.n > 0 && scan->emd.n == 0) infer_eup(scan);
}
