/* SPDX-License-Identifier: Apache-2.0 */
/*
 * twice.cpp - who is served twice? dolbom from C++17, without any other library.
 *
 *   c++ -std=c++17 twice.cpp $(pkg-config --cflags --libs dolbom) -o twice
 *
 * The same as twice.c, except that handles and streams are released automatically, and a table
 * lives on the heap and belongs to its stream, so that it may outlive the function that made it.
 */
#include <cstdint>
#include <cstdio>
#include <deque>
#include <dolbom/dolbom.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using Row = std::vector<std::string>;

void check(dolbom_status status, const char *message = "")
{
    if (status != DOLBOM_OK)
        throw std::runtime_error(std::string(dolbom_status_text(status)) + " " + message);
}

/* ---- single values ------------------------------------------------------------------- */

std::string clean_name(std::string_view written)
{
    char name[DOLBOM_NAME_MAX];
    size_t len;
    dolbom_quality quality;
    check(dolbom_value_normalize(nullptr, "name", written.data(), written.size(), name, sizeof name,
                                 &len, &quality));
    return {name, len};
}

std::string compare_names(std::string_view left, std::string_view right)
{
    uint8_t level;
    check(dolbom_value_compare(nullptr, "name", left.data(), left.size(), right.data(),
                               right.size(), &level));
    return dolbom_level_text("name", level);
}

/* ---- tables in ------------------------------------------------------------------------- */

/* A column of texts as Arrow's utf8: the bytes of all cells, and where each begins. */
struct Column {
    std::string bytes;
    std::vector<int32_t> offsets{0};
    const void *buffers[3] = {};

    void add(const std::string &cell)
    {
        bytes += cell;
        offsets.push_back(static_cast<int32_t>(bytes.size()));
    }
};

/* What a stream's private_data points to; the names of the columns are the first row. */
struct TextTable {
    Row names;
    std::deque<Column> columns;
    std::vector<ArrowSchema> fields;
    std::vector<ArrowSchema *> field_list;
    std::vector<ArrowArray> arrays;
    std::vector<ArrowArray *> array_list;
    const void *no_nulls[1] = {nullptr};
    int64_t n_rows;
    bool given = false;

    explicit TextTable(const std::vector<Row> &rows)
        : names(rows.at(0)), columns(names.size()), fields(names.size()), arrays(names.size()),
          n_rows(static_cast<int64_t>(rows.size()) - 1)
    {
        for (size_t i = 0; i < names.size(); i++) {
            for (size_t row = 1; row < rows.size(); row++) columns[i].add(rows[row].at(i));
            columns[i].buffers[1] = columns[i].offsets.data();
            columns[i].buffers[2] = columns[i].bytes.data();
            fields[i].format = "u";
            fields[i].name = names[i].c_str();
            fields[i].release = [](ArrowSchema *schema) { schema->release = nullptr; };
            field_list.push_back(&fields[i]);
            arrays[i].length = n_rows;
            arrays[i].n_buffers = 3;
            arrays[i].buffers = columns[i].buffers;
            arrays[i].release = [](ArrowArray *array) { array->release = nullptr; };
            array_list.push_back(&arrays[i]);
        }
    }
};

TextTable &table_of(ArrowArrayStream *stream)
{
    return *static_cast<TextTable *>(stream->private_data);
}

int get_schema(ArrowArrayStream *stream, ArrowSchema *out)
{
    *out = {};
    out->format = "+s";
    out->children = table_of(stream).field_list.data();
    out->n_children = static_cast<int64_t>(table_of(stream).names.size());
    out->release = [](ArrowSchema *schema) {
        for (int64_t i = 0; i < schema->n_children; i++) schema->children[i]->release = nullptr;
        schema->release = nullptr;
    };
    return 0;
}

int get_next(ArrowArrayStream *stream, ArrowArray *out)
{
    TextTable &table = table_of(stream);
    *out = {};
    if (table.given) return 0;
    table.given = true;
    out->length = table.n_rows;
    out->n_buffers = 1;
    out->buffers = table.no_nulls;
    out->children = table.array_list.data();
    out->n_children = static_cast<int64_t>(table.names.size());
    out->release = [](ArrowArray *array) {
        for (int64_t i = 0; i < array->n_children; i++) array->children[i]->release = nullptr;
        array->release = nullptr;
    };
    return 0;
}

const char *get_last_error(ArrowArrayStream *)
{
    return nullptr;
}

void release(ArrowArrayStream *stream)
{
    delete &table_of(stream);
    stream->release = nullptr;
}

dolbom_table make_table(const char *name, const std::vector<Row> &rows)
{
    return {name, {get_schema, get_next, get_last_error, release, new TextTable(rows)}};
}

/* ---- tables out ------------------------------------------------------------------------ */

/* The stream of one result: read to its end, and released however this ends. */
class Result
{
  public:
    explicit Result(ArrowArrayStream &stream) : stream_(stream)
    {
    }
    ~Result()
    {
        stream_.release(&stream_);
    }
    Result(const Result &) = delete;
    Result &operator=(const Result &) = delete;

    /* The cells of the named columns, all of them texts. */
    std::vector<Row> texts(const Row &names)
    {
        std::vector<int64_t> places;
        for (const std::string &name : names) places.push_back(find(name));
        std::vector<Row> rows;
        ArrowArray batch;
        while (stream_.get_next(&stream_, &batch) == 0 && batch.release) {
            for (int64_t row = 0; row < batch.length; row++) {
                rows.emplace_back();
                for (int64_t place : places)
                    rows.back().push_back(text(*batch.children[place], row));
            }
            batch.release(&batch);
        }
        return rows;
    }

  private:
    ArrowArrayStream &stream_;

    int64_t find(const std::string &name)
    {
        ArrowSchema schema;
        if (stream_.get_schema(&stream_, &schema) != 0) throw std::runtime_error("no schema");
        int64_t place = -1;
        for (int64_t i = 0; i < schema.n_children; i++)
            if (name == schema.children[i]->name && schema.children[i]->format[0] == 'u') place = i;
        schema.release(&schema);
        if (place < 0) throw std::runtime_error("there is no text column " + name);
        return place;
    }

    static std::string text(const ArrowArray &column, int64_t row)
    {
        const int32_t *offsets = static_cast<const int32_t *>(column.buffers[1]) + column.offset;
        const char *bytes = static_cast<const char *>(column.buffers[2]);
        return {bytes + offsets[row], bytes + offsets[row + 1]};
    }
};

/* ---- the whole way --------------------------------------------------------------------- */

struct FreePlan {
    void operator()(dolbom_plan *plan) const
    {
        dolbom_plan_free(plan);
    }
};
using Plan = std::unique_ptr<dolbom_plan, FreePlan>;

Plan read_plan(std::string_view text)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan = nullptr;
    check(dolbom_plan_read(nullptr, text.data(), text.size(), nullptr, &plan, &error),
          error.message);
    return Plan(plan);
}

std::vector<Row> find(const dolbom_plan *plan, std::vector<dolbom_table> in)
{
    dolbom_table out[DOLBOM_TABLES_MAX];
    size_t n_out = 0;
    dolbom_error error = DOLBOM_ERROR_INIT;
    check(dolbom_reconcile(plan, in.data(), in.size(), out, DOLBOM_TABLES_MAX, &n_out, &error),
          error.message);
    std::deque<Result> results;
    size_t findings = n_out;
    for (size_t i = 0; i < n_out; i++) {
        results.emplace_back(out[i].stream);
        if (std::string_view(out[i].name) == "findings") findings = i;
    }
    return results.at(findings).texts({"rule", "agencies", "message_en"});
}

const std::vector<Row> persons = {
    {"agency_id", "record_id", "name", "birth_date", "phone"},
    {"city-hall", "1", "김순자", "1945-03-15", "010-1234-5678"},
    {"food-bank", "7", "김 순자", "1945.3.15", "+82 10 1234 5678"},
    {"city-hall", "2", "박영호", "1950-10-02", "010-2222-3333"},
};
const std::vector<Row> services = {
    {"agency_id", "service_id", "record_id", "programme", "start_date", "end_date", "status"},
    {"city-hall", "a", "1", "meal_delivery", "2026-01-05", "2026-06-26", "delivered"},
    {"food-bank", "b", "7", "lunch_box", "2026-03-02", "2026-05-29", "delivered"},
    {"city-hall", "c", "2", "meal_delivery", "2026-01-05", "2026-06-26", "delivered"},
};
const std::vector<Row> programmes = {
    {"programme", "name", "layer", "unit", "kind", "service_class"},
    {"meal_delivery", "도시락 배달", "local", "person", "in_kind", "3101"},
    {"lunch_box", "점심 도시락", "private", "person", "in_kind", "3101"},
};

} // namespace

int main()
try {
    const std::string written = "김 순자 어르신", other = "金順子";
    std::printf("%s is %s\n", written.c_str(), clean_name(written).c_str());
    std::printf("%s and %s agree: %s\n", written.c_str(), other.c_str(),
                compare_names(written, other).c_str());
    Plan plan = read_plan("as_of: 2026-06-30\n");
    for (const Row &row :
         find(plan.get(), {make_table("persons", persons), make_table("services", services),
                           make_table("programmes", programmes)}))
        std::printf("%s\t%s\t%s\n", row[0].c_str(), row[1].c_str(), row[2].c_str());
    return 0;
} catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
