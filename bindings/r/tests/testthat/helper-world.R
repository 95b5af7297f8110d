# SPDX-License-Identifier: Apache-2.0
# A few people and services, small enough to know what must come out.

small_people <- function() {
  data.frame(agency_id = c("east", "east", "west"), record_id = c("1", "2", "7"),
             name = c("김순자", "이철수", "김 순자"),
             birth_date = c("1945-03-15", "1950-01-01", "1945.3.15"),
             phone = c("010-1234-5678", NA, "01012345678"), stringsAsFactors = FALSE)
}

# The same meal on the same day from two agencies.
small_tables <- function() {
  services <- data.frame(agency_id = c("east", "west"), service_id = c("s1", "s2"),
                         record_id = c("1", "7"), programme = "meals",
                         start_date = as.Date("2026-06-01"), end_date = as.Date("2026-06-10"),
                         status = "delivered", stringsAsFactors = FALSE)
  list(persons = small_people(), services = services)
}

small_policy <- function() {
  list(programmes = data.frame(programme = "meals", name = "도시락", layer = "local",
                               unit = "person", kind = "in_kind", grain = "day",
                               service_class = "3103", stringsAsFactors = FALSE))
}

small_run <- function(...) {
  dolbom_reconcile(small_tables(), policy = small_policy(), as_of = "2026-06-30", ...)
}

# Two records that nothing but their resident numbers, both correct, keeps apart.
numbered_people <- function() {
  data.frame(agency_id = c("east", "west"), record_id = c("1", "2"), name = c("박영희", "박영희"),
             birth_date = "1960-05-05", rrn = c("600505-2999987", "600505-2999992"),
             stringsAsFactors = FALSE)
}

# Enough people that a call lasts a while and tells its progress.
many_people <- function(n) {
  set.seed(1)
  data.frame(agency_id = sprintf("a%d", seq_len(n) %% 7L), record_id = seq_len(n),
             name = paste0(sample(c("김", "이", "박", "최"), n, TRUE),
                           sample(c("순자", "철수", "영희", "민수", "혜숙"), n, TRUE)),
             birth_date = as.Date("1930-01-01") + sample(20000L, n, TRUE),
             phone = sprintf("010-%04d-%04d", sample(9999L, n, TRUE), sample(9999L, n, TRUE)),
             stringsAsFactors = FALSE)
}
