// Server principals, their roles, permissions and credentials; a login sees what SQL Server would show it.
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

std::string hex_sid(const char *column) {
  return std::string("CASE WHEN ") + column + " IS NULL THEN NULL ELSE 'S-1-9-' || hex(" + column + ") END";
}

void principals(ViewTable &t) {
  const std::string common =
      "name sysname!; principal_id int!; sid varbinary(85); type char(1)!; type_desc nvarchar(60); "
      "is_disabled bit; create_date datetime!; "
      "modify_date datetime!; default_database_name sysname; default_language_name sysname; credential_id "
      "int; ";
  const std::string selected =
      "SELECT p.name, p.id, p.sid, p.type, " + principal_type_case("p.type") +
      ", p.disabled, p.created, p.modified, p.default_db, p.default_lang, p.credential, ";
  t.query("sys", "server_principals", (common + "owning_principal_id int; is_fixed_role bit!").c_str(),
          selected + "p.owner, p.fixed FROM principals p WHERE {all} OR sees_principal(p.id)");
  t.query("sys", "sql_logins",
          (common + "is_policy_checked bit; is_expiration_checked bit; password_hash varbinary(256)").c_str(),
          selected +
              "p.policy, p.expiration, CASE WHEN {secrets} THEN p.hash END FROM principals p WHERE p.type = "
              "'S' AND ({all} OR sees_principal(p.id))");
  t.query("sys", "server_role_members", "role_principal_id int!; member_principal_id int!",
          "SELECT m.role, m.member FROM role_members m WHERE {all} OR m.role <= 20 OR is_me(m.member) OR "
          "(sees_principal(m.role) AND sees_principal(m.member))");
  t.query("sys", "server_permissions",
          "class tinyint!; class_desc nvarchar(60); major_id int!; minor_id int!; grantee_principal_id int!; "
          "grantor_principal_id int!; type char(4)!; "
          "permission_name nvarchar(128); state char(1)!; state_desc nvarchar(60)",
          "SELECT p.class, " + class_case("p.class") +
              ", p.major, p.minor, p.grantee, p.grantor, p.type, n.name, p.state, " + state_case("p.state") +
              " FROM permissions p JOIN permission_names n ON n.class = p.class AND n.type = p.type WHERE "
              "p.db = 0 AND "
              "({all} OR is_me(p.grantee) OR (p.grantee > 20 AND sees_principal(p.grantee)))");
  t.query("sys", "credentials",
          "credential_id int!; name sysname!; credential_identity nvarchar(4000); create_date datetime!; "
          "modify_date datetime!; "
          "target_type nvarchar(100); target_id int",
          "SELECT id, name, identity, created, modified, NULL, NULL FROM credentials WHERE {credentials}");
  t.query("sys", "server_principal_credentials", "principal_id int!; credential_id int!",
          "SELECT principal, credential FROM principal_credentials WHERE {credentials}");
  t.query("sys", "certificates",
          R"(name sysname!; certificate_id int!; principal_id int; pvt_key_encryption_type char(2)!;
    pvt_key_encryption_type_desc nvarchar(60); is_active_for_begin_dialog bit; issuer_name nvarchar(442); cert_serial_number nvarchar(64);
    sid varbinary(85); string_sid nvarchar(128); subject nvarchar(4000); expiry_date datetime; start_date datetime; thumbprint varbinary(32)!;
    attested_by nvarchar(260); pvt_key_last_backup_date datetime; key_length int)",
          "SELECT p.name, p.id, 1, 'NA', 'NO_PRIVATE_KEY', 0, p.name, hex(substr(p.sid, 13, 16)), p.sid, " +
              hex_sid("p.sid") +
              ", p.name, '2099-01-01T00:00:00.0000000', p.created, substr(p.sid, 13), NULL, NULL, 2048 FROM "
              "principals p WHERE p.type = 'C' AND ?1 = 1 AND {all}");
  t.query("sys", "asymmetric_keys",
          R"(name sysname!; principal_id int; asymmetric_key_id int!; pvt_key_encryption_type char(2)!;
    pvt_key_encryption_type_desc nvarchar(60); thumbprint varbinary(32)!; algorithm char(2)!; algorithm_desc nvarchar(60); key_length int!;
    sid varbinary(85); string_sid nvarchar(128); public_key varbinary(max)!; attested_by nvarchar(260); provider_type nvarchar(120);
    cryptographic_provider_guid uniqueidentifier; cryptographic_provider_algid sql_variant)",
          "");
  t.query("sys", "symmetric_keys",
          "name sysname!; principal_id int; symmetric_key_id int!; key_length int!; key_algorithm char(2)!; "
          "algorithm_desc nvarchar(60); "
          "create_date datetime!; modify_date datetime!; key_guid uniqueidentifier",
          "");
}

void tokens(ViewTable &t) {
  const char *columns =
      "principal_id int; sid varbinary(85); name nvarchar(128); type nvarchar(128); usage nvarchar(128)";
  t.code("sys", "login_token", columns, [](Engine &engine, int, const Equal &, const EmitRow &emit) {
    std::vector<std::int64_t> ids = {engine.login_id};
    for (const std::int64_t role : engine.roles_of(engine.login_id)) ids.push_back(role);
    for (const std::int64_t id : ids)
      if (const auto found = engine.principal_by_id(id))
        emit({int_value(id), Bytes{found->sid}, text_value(found->name),
              text_value(found->type == "R"   ? "SERVER ROLE"
                         : found->type == "S" ? "SQL LOGIN"
                                              : "WINDOWS LOGIN"),
              text_value("GRANT OR DENY")});
  });
  t.query("sys", "user_token", columns,
          "SELECT id, sid, name, CASE type WHEN 'R' THEN 'ROLE' WHEN 'S' THEN 'SQL USER' ELSE 'WINDOWS "
          "LOGIN' END, 'GRANT OR DENY' FROM db_principals "
          "WHERE db = ?1 AND is_my_user(?1, id)");
}

void database_security(ViewTable &t) {
  t.query(
      "sys", "database_principals",
      R"(name sysname!; principal_id int!; type char(1)!; type_desc nvarchar(60); default_schema_name sysname;
    create_date datetime!; modify_date datetime!; owning_principal_id int; sid varbinary(85); is_fixed_role bit!; authentication_type int!;
    authentication_type_desc nvarchar(60); default_language_name sysname; default_language_lcid int; allow_encrypted_value_modifications bit!)",
      R"(SELECT u.name, u.id, u.type, CASE u.type WHEN 'S' THEN 'SQL_USER' WHEN 'U' THEN 'WINDOWS_USER' WHEN 'G' THEN 'WINDOWS_GROUP'
    WHEN 'R' THEN 'DATABASE_ROLE' WHEN 'A' THEN 'APPLICATION_ROLE' WHEN 'C' THEN 'CERTIFICATE_MAPPED_USER' ELSE 'EXTERNAL_USER' END, u.default_schema,
    u.created, u.modified, u.owner, u.sid, u.fixed, u.authentication,
    CASE u.authentication WHEN 0 THEN 'NONE' WHEN 1 THEN 'INSTANCE' WHEN 2 THEN 'DATABASE' WHEN 3 THEN 'WINDOWS' ELSE 'EXTERNAL' END, NULL, NULL, 0
    FROM db_principals u WHERE u.db = ?1 AND ({dball} OR sees_user(?1, u.id)))");
  t.query("sys", "database_role_members", "role_principal_id int!; member_principal_id int!",
          "SELECT m.role, m.member FROM db_role_members m WHERE m.db = ?1 AND ({dball} OR is_my_user(?1, "
          "m.member) OR is_my_user(?1, m.role))");
  t.query("sys", "database_permissions",
          "class tinyint!; class_desc nvarchar(60); major_id int!; minor_id int!; grantee_principal_id int!; "
          "grantor_principal_id int!; type char(4)!; "
          "permission_name nvarchar(128); state char(1)!; state_desc nvarchar(60)",
          "SELECT p.class, " + class_case("p.class") +
              ", p.major, p.minor, p.grantee, p.grantor, p.type, n.name, p.state, " + state_case("p.state") +
              " FROM permissions p JOIN permission_names n ON n.class = p.class AND n.type = p.type WHERE "
              "p.db = ?1 AND "
              "({dball} OR is_my_user(?1, p.grantee))");
}

}  // namespace

void add_security_views(ViewTable &table) {
  principals(table);
  tokens(table);
  database_security(table);
}

}  // namespace sandbox
