# SPDX-License-Identifier: Apache-2.0
# Arrow streams that R code holds.

dolbom_stream <- function(x = NULL) {
  if (is.null(x)) return(.Call(r_stream_new))
  table <- ready_table(x, "")
  if (is_stream(table)) table else check(.Call(r_stream_of, table))
}

dolbom_stream_address <- function(stream) {
  if (!is_stream(stream)) fail("argument", "stream must be an Arrow stream")
  .Call(r_stream_address, stream)
}
