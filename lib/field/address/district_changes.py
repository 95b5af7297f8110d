# SPDX-License-Identifier: Apache-2.0
"""What became of districts after the file of legal-dong codes that make_district_table.py reads,
each change with its date and its source."""

# Provinces that took another code, with all their districts keeping their last three digits.
# (old, new, date, source)
PROVINCES = [
    ("42", "51", "20230611", "vuski/admdongkor change log; 행정표준코드"),
    ("45", "52", "20240118", "vuski/admdongkor change log; 행정표준코드"),
]
# Districts that were created later: code, name, created, source.
LISTED = "vuski/admdongkor change log; 행정표준코드"
HWASEONG = "press 2025-08-23; 행정표준코드"
INCHEON = "law passed 2024-01-09; MOLIT legal-dong list 2026-06-30 (data.go.kr 15063424)"
CREATED = [
    ("27720", "군위군", "20230701", LISTED),
    ("41192", "부천시 원미구", "20240101", LISTED),
    ("41194", "부천시 소사구", "20240101", LISTED),
    ("41196", "부천시 오정구", "20240101", LISTED),
    ("41591", "화성시 만세구", "20260201", HWASEONG),
    ("41593", "화성시 효행구", "20260201", HWASEONG),
    ("41595", "화성시 병점구", "20260201", HWASEONG),
    ("41597", "화성시 동탄구", "20260201", HWASEONG),
    ("28125", "제물포구", "20260701", INCHEON),
    ("28155", "영종구", "20260701", INCHEON),
    ("28275", "서해구", "20260701", INCHEON),
    ("28290", "검단구", "20260701", INCHEON),
]
# Districts that went: code, date, successor; "" where the dong decides (see SPLITS).
ABOLISHED = [
    ("47720", "20230701", "27720"),
    ("28140", "20260701", "28125"),
    ("28110", "20260701", ""),
    ("28260", "20260701", ""),
]
# Keys do not tell these apart, because an address without its dong cannot be placed in one.
REGIONS = {"28110": "28125", "28140": "28125", "28125": "28125", "28155": "28125",
           "28260": "28275", "28275": "28275", "28290": "28275"}
# Which legal dongs, eups and myeons of a district went where.
SPLITS = {
    # by administrative dong, press 2025-08-23
    "41590": {"41591": "우정읍 향남읍 남양읍 마도면 송산면 서신면 팔탄면 장안면 양감면 새솔동",
              "41593": "봉담읍 비봉면 매송면 정남면 기배동",
              "41595": "진안동 병점1동 병점2동 반월동 화산동",
              "41597": "동탄1동 동탄2동 동탄3동 동탄4동 동탄5동 동탄6동 동탄7동 동탄8동 동탄9동"},
    # Act of 2024-01-09: the isles of Yeongjong; the rest goes to 제물포구
    "28110": {"28155": "영종동 영종1동 영종2동 운서동 용유동", "28125": "*"},
    # Act of 2024-01-09: what the branch office of Geomdan looked after; the rest to 서해구
    "28260": {"28290": "검단동 불로대곡동 원당동 당하동 오류왕길동 마전동 아라동", "28275": "*"},
}
# 백석동 and 시천동 were cut in two by the canal: undecided.
UNDECIDED = {"28260": {"백석동", "시천동", "검암동", "오류동"}}
# Eups and myeons renamed after the file: district of today, old and new name.
RENAMED_LATER = [("47900", "호명면", "호명읍", "2024-02-01, vuski/admdongkor change log"),
                 ("47840", "금수면", "금수강산면", "2024-08-01, vuski/admdongkor change log")]
