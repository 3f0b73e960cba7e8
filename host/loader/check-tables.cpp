// The tables the host knows, each slot with what its comment in the header says.
#include "host/loader/check-thunk.hpp"

namespace gantry::loader {
namespace {

#define CHECKED(table, member, ...) &Thunk<&table::member, Slot(#member __VA_OPT__(, ) __VA_ARGS__)>::call

constexpr gantry_properties properties_table = {sizeof(gantry_properties), 0, CHECKED(gantry_properties, set),
                                                CHECKED(gantry_properties, get),
                                                CHECKED(gantry_properties, validate)};

constexpr gantry_persist persist_table = {sizeof(gantry_persist), 0, CHECKED(gantry_persist, load),
                                          CHECKED(gantry_persist, save)};

constexpr gantry_connection_manager connection_manager_table = {
    sizeof(gantry_connection_manager), 0,
    CHECKED(gantry_connection_manager, acquire, Tag::concurrent, Moment::free, HandsOut::object),
    CHECKED(gantry_connection_manager, test, Tag::concurrent),
    CHECKED(gantry_connection_manager, servers, Tag::concurrent, Moment::free, HandsOut::object)};

constexpr gantry_task task_table = {
    sizeof(gantry_task), 0, CHECKED(gantry_task, validate),
    CHECKED(gantry_task, prepare, Tag::object, Moment::prepares, HandsOut::object),
    CHECKED(gantry_task, execute, Tag::object, Moment::prepared)};

constexpr gantry_enumerator enumerator_table = {
    sizeof(gantry_enumerator), 0,
    CHECKED(gantry_enumerator, open, Tag::object, Moment::free, HandsOut::object)};

constexpr gantry_rows rows_table = {sizeof(gantry_rows),
                                    0,
                                    CHECKED(gantry_rows, column_count),
                                    CHECKED(gantry_rows, column),
                                    CHECKED(gantry_rows, next, Tag::object, Moment::open),
                                    CHECKED(gantry_rows, read_long, Tag::object, Moment::open),
                                    CHECKED(gantry_rows, next_result, Tag::object, Moment::open),
                                    CHECKED(gantry_rows, affected),
                                    CHECKED(gantry_rows, close, Tag::object, Moment::closes)};

constexpr gantry_closeable closeable_table = {sizeof(gantry_closeable), 0,
                                              CHECKED(gantry_closeable, close, Tag::object, Moment::closes)};

constexpr gantry_driver driver_table = {
    sizeof(gantry_driver), 0,
    CHECKED(gantry_driver, open, Tag::concurrent, Moment::free, HandsOut::object, true)};

constexpr gantry_sql_session session_table = {
    sizeof(gantry_sql_session), 0,
    CHECKED(gantry_sql_session, execute, Tag::object, Moment::open, HandsOut::member),
    CHECKED(gantry_sql_session, close, Tag::object, Moment::closes)};

constexpr gantry_messages messages_table = {sizeof(gantry_messages), 0,
                                            CHECKED(gantry_messages, set_handler)};

constexpr gantry_transaction transaction_table = {
    sizeof(gantry_transaction),
    0,
    CHECKED(gantry_transaction, begin, Tag::object, Moment::open),
    CHECKED(gantry_transaction, commit, Tag::object, Moment::open),
    CHECKED(gantry_transaction, rollback, Tag::object, Moment::open),
    CHECKED(gantry_transaction, save, Tag::object, Moment::open),
    CHECKED(gantry_transaction, rollback_to, Tag::object, Moment::open),
    CHECKED(gantry_transaction, state, Tag::object, Moment::open)};

constexpr gantry_bulk_copy bulk_copy_table = {
    sizeof(gantry_bulk_copy), 0,
    CHECKED(gantry_bulk_copy, open, Tag::object, Moment::open, HandsOut::member)};

constexpr gantry_bulk_writer bulk_writer_table = {
    sizeof(gantry_bulk_writer),
    0,
    CHECKED(gantry_bulk_writer, write, Tag::object, Moment::open),
    CHECKED(gantry_bulk_writer, write_long, Tag::object, Moment::open),
    CHECKED(gantry_bulk_writer, flush, Tag::object, Moment::open),
    CHECKED(gantry_bulk_writer, pull, Tag::object, Moment::open, HandsOut::nothing, true),
    CHECKED(gantry_bulk_writer, close, Tag::object, Moment::closes)};

constexpr gantry_pooling pooling_table = {sizeof(gantry_pooling), 0, CHECKED(gantry_pooling, reset),
                                          CHECKED(gantry_pooling, is_alive)};

constexpr gantry_smo_server smo_server_table = {
    sizeof(gantry_smo_server),
    0,
    CHECKED(gantry_smo_server, facts),
    CHECKED(gantry_smo_server, list, Tag::object, Moment::free, HandsOut::object),
    CHECKED(gantry_smo_server, missing_rights, Tag::object, Moment::free, HandsOut::object),
    CHECKED(gantry_smo_server, script, Tag::object, Moment::free, HandsOut::object)};

constexpr gantry_task_script task_script_table = {sizeof(gantry_task_script),
                                                  0,
                                                  CHECKED(gantry_task_script, text),
                                                  CHECKED(gantry_task_script, undo),
                                                  CHECKED(gantry_task_script, identity),
                                                  CHECKED(gantry_task_script, unit)};

#undef CHECKED

}  // namespace

const void *checking_table(std::string_view iid, std::uint32_t &size) {
  struct Known {
    std::string_view iid;
    const void *table;
    std::uint32_t size;
  };
  static const Known known[] = {
      {GANTRY_PROPERTIES_ID, &properties_table, sizeof properties_table},
      {GANTRY_PERSIST_ID, &persist_table, sizeof persist_table},
      {GANTRY_CONNECTION_MANAGER_ID, &connection_manager_table, sizeof connection_manager_table},
      {GANTRY_TASK_ID, &task_table, sizeof task_table},
      {GANTRY_ENUMERATOR_ID, &enumerator_table, sizeof enumerator_table},
      {GANTRY_ROWS_ID, &rows_table, sizeof rows_table},
      {GANTRY_CLOSEABLE_ID, &closeable_table, sizeof closeable_table},
      {GANTRY_DRIVER_ID, &driver_table, sizeof driver_table},
      {GANTRY_SQL_SESSION_ID, &session_table, sizeof session_table},
      {GANTRY_MESSAGES_ID, &messages_table, sizeof messages_table},
      {GANTRY_TRANSACTION_ID, &transaction_table, sizeof transaction_table},
      {GANTRY_BULK_COPY_ID, &bulk_copy_table, sizeof bulk_copy_table},
      {GANTRY_BULK_WRITER_ID, &bulk_writer_table, sizeof bulk_writer_table},
      {GANTRY_POOLING_ID, &pooling_table, sizeof pooling_table},
      {GANTRY_SMO_SERVER_ID, &smo_server_table, sizeof smo_server_table},
      {GANTRY_TASK_SCRIPT_ID, &task_script_table, sizeof task_script_table},
  };
  for (const Known &entry : known)
    if (entry.iid == iid) {
      size = entry.size;
      return entry.table;
    }
  return nullptr;
}

}  // namespace gantry::loader
