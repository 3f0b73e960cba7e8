#include "evaluate-text.hpp"

using namespace gantry;
using namespace gantry::expression;

TEST_CASE("casts between numbers") {
  CHECK(outcome("(DT_I4) 3.57") == "DT_I4 3");
  CHECK(outcome("(DT_I4) -3.57") == "DT_I4 -3");
  CHECK(outcome("(DT_I2)40000") == "error C00470C0 data");
  CHECK(outcome("(DT_UI1)-1") == "error C00470C0 data");
  CHECK(outcome("(DT_I4)1e30") == "error C00470C0 data");
  CHECK(outcome("(DT_DECIMAl,2)500") == "DT_DECIMAL 500.00");
  CHECK(outcome("(DT_NUMERIC,7,3)4000") == "DT_NUMERIC 4000.000");
  CHECK(outcome("(DT_NUMERIC,4,2)100") == "error C00470C0 data");
  CHECK(outcome("(DT_NUMERIC,4,1)1.25") == "DT_NUMERIC 1.3");
  CHECK(outcome("(DT_NUMERIC,4,1)-1.25") == "DT_NUMERIC -1.3");
  CHECK(outcome("(DT_NUMERIC,10,2)1.5e0") == "DT_NUMERIC 1.50");
  CHECK(outcome("(DT_CY)1.23456") == "DT_CY 1.2346");
  CHECK(outcome("(DT_R4)0.1") == "DT_R4 0.1");
  CHECK(outcome("(DT_R4)1e39") == "error C00470C0 data");
  CHECK(outcome("(DT_DECIMAL,0)\"79228162514264337593543950335\"") ==
        "DT_DECIMAL 79228162514264337593543950335");
  CHECK(outcome("(DT_DECIMAL,0)\"79228162514264337593543950336\"") == "error C00470C0 data");
}

TEST_CASE("booleans and numbers: True is -1") {
  CHECK(outcome("(DT_I4)True") == "DT_I4 -1");
  CHECK(outcome("(DT_UI1)True") == "DT_UI1 1");
  CHECK(outcome("(DT_BOOL)0") == "DT_BOOL False");
  CHECK(outcome("(DT_BOOL)-3") == "DT_BOOL True");
  CHECK(outcome("(DT_BOOL)0.0") == "DT_BOOL False");
  CHECK(outcome("(DT_BOOL)\"True\"") == "DT_BOOL True");
  CHECK(outcome("(DT_BOOL)\"yes\"") == "error C00470C2 data");
  CHECK(outcome("(DT_WSTR,10)True") == "DT_WSTR True");
}

TEST_CASE("casts to texts") {
  CHECK(outcome("(DT_STR,1,1252)5") == "DT_STR 5");
  CHECK(outcome("(DT_WSTR,3)\"Catalogue\"") == "DT_WSTR Cat");
  CHECK(outcome("(DT_WSTR,2)12345") == "error C00470C0 data");
  CHECK(outcome("(DT_STR,2,1252)12345") == "error C00470C0 data");
  CHECK(outcome("(DT_WSTR,20)1.50") == "DT_WSTR 1.50");
  CHECK(outcome("(DT_WSTR,20)-0.05") == "DT_WSTR -0.05");
  CHECK(outcome("(DT_WSTR,30)1e20") == "DT_WSTR 1E+20");
  CHECK(outcome("(DT_WSTR,30)0.1e0") == "DT_WSTR 0.1");
  // The euro sign is in 1252 and not in ASCII; Chinese in neither.
  CHECK(outcome("(DT_STR,9,1252)\"\\x20ac\\x4e2d\"") == "DT_STR \xE2\x82\xAC?");
  CHECK(outcome("(DT_STR,9,20127)\"\\x20ac\"") == "DT_STR ?");
  // Three bytes a character in UTF-8: two fit into seven.
  CHECK(outcome("(DT_STR,7,65001)\"\\x20ac\\x20ac\\x20ac\"") == "DT_STR \xE2\x82\xAC\xE2\x82\xAC");
  CHECK(outcome("(DT_STR,7,4711)\"a\"") == "error C00470AA other");
  CHECK(outcome("(DT_NTEXT)\"a\"") == "DT_NTEXT a");
  CHECK(outcome("(DT_BYTES,3)\"AB\"") == "DT_BYTES 410042");
}

TEST_CASE("casts from texts") {
  CHECK(outcome("(DT_I4)\" 42 \"") == "DT_I4 42");
  CHECK(outcome("(DT_I4)\"42a\"") == "error C00470C2 data");
  CHECK(outcome("(DT_I4)\"\"") == "error C00470C2 data");
  CHECK(outcome("(DT_R8)\"1.5e3\"") == "DT_R8 1500");
  CHECK(outcome("(DT_R8)\"nan\"") == "error C00470C2 data");
  CHECK(outcome("(DT_R8)\"0x10\"") == "error C00470C2 data");
  CHECK(outcome("(DT_GUID)\"nonsense\"") == "error C00470C2 data");
}

TEST_CASE("dates and texts") {
  CHECK(outcome("(DT_DBDATE)\"1999-10-11\"") == "DT_DBDATE 1999-10-11");
  CHECK(outcome("(DT_DBTIMESTAMP)\"8/6/2003\"") == "DT_DBTIMESTAMP 2003-08-06 00:00:00");
  CHECK(outcome("(DT_DBTIMESTAMP)\"2003-08-06 16:34:52.123\"") ==
        "DT_DBTIMESTAMP 2003-08-06 16:34:52.123000000");
  CHECK(outcome("(DT_DBTIMESTAMP)\"11/24/2026 1:02:03 PM\"") == "DT_DBTIMESTAMP 2026-11-24 13:02:03");
  CHECK(outcome("(DT_DBTIMESTAMP)\"2026-11-24T12:00:00\"") == "DT_DBTIMESTAMP 2026-11-24 12:00:00");
  CHECK(outcome("(DT_DBTIME2, 5) \"16:34:52.12345\"") == "DT_DBTIME2 16:34:52.12345");
  CHECK(outcome("(DT_DBTIMESTAMP2, 4) \"1999-10-11 16:34:52.12345\"") ==
        "DT_DBTIMESTAMP2 1999-10-11 16:34:52.1234");
  CHECK(outcome("(DT_DBTIMESTAMPOFFSET, 7) \"1999-10-11 16:34:52.1234567 + 5:35\"") ==
        "DT_DBTIMESTAMPOFFSET 1999-10-11 16:34:52.1234567 +05:35");
  CHECK(outcome("(DT_DBTIMESTAMP)(DT_DBTIMESTAMPOFFSET,0)\"2000-01-01 00:30:00 +01:00\"") ==
        "DT_DBTIMESTAMP 1999-12-31 23:30:00");
  CHECK(outcome("(DT_DBTIME)\"16:34:52\"") == "DT_DBTIME 16:34:52");
  CHECK(outcome("(DT_DATE)\"2003-08-06\"") == "DT_DATE 2003-08-06");
  CHECK(outcome("(DT_FILETIME)\"2003-08-06 01:02:03.5\"") == "DT_FILETIME 2003-08-06 01:02:03.500");
  CHECK(outcome("(DT_WSTR,10)(DT_DBTIMESTAMP)\"2003-08-06 16:34:52.123\"") == "DT_WSTR 2003-08-06");
  CHECK(outcome("(DT_WSTR,30)(DT_DBDATE)(DT_DBTIMESTAMP)\"2003-08-06 16:34:52\"") == "DT_WSTR 2003-08-06");
  for (const char *wrong :
       {"2003-02-29", "2003-13-01", "2003-00-01", "0000-01-01", "1/32/2003", "20030806", "08-06",
        "2003-08-06 25:00:00", "2003-08-06 10:61", "2003-08-06x", "2003-08-06 13:00 PM", "text"})
    CHECK_MESSAGE(outcome("(DT_DBTIMESTAMP)\"" + std::string(wrong) + "\"") == "error C00470C2 data", wrong);
  CHECK(outcome("(DT_DBTIMESTAMP)\"2004-02-29\"") == "DT_DBTIMESTAMP 2004-02-29 00:00:00");
  CHECK(outcome("(DT_DBTIMESTAMP)\"1900-02-29\"") == "error C00470C2 data");
}

TEST_CASE("dates and numbers count from 1899-12-30") {
  CHECK(outcome("(DT_R8)(DT_DATE)\"1900-01-01 12:00\"") == "DT_R8 2.5");
  CHECK(outcome("(DT_DATE)2.5") == "DT_DATE 1900-01-01 12:00:00");
  CHECK(outcome("(DT_I4)(DT_DATE)\"2003-08-06\"") == "DT_I4 37839");
  CHECK(outcome("(DT_DATE)1e9") == "error C00470C0 data");
  CHECK(outcome("(DT_I4)(DT_DBTIMESTAMP)\"2003-08-06\"") == "error C0047095 invalid");
  CHECK(outcome("(DT_BOOL)GETDATE()") == "error C0047095 invalid");
  CHECK(outcome("(DT_GUID)1") == "error C0047095 invalid");
}

TEST_CASE("parameters of types are checked") {
  CHECK(outcome("(DT_WSTR)\"a\"") == "error C0047094 data");
  CHECK(outcome("(DT_WSTR,-1)\"a\"") == "error C0047094 data");
  CHECK(outcome("(DT_WSTR,0)\"a\"") == "error C00470F1 data");
  CHECK(outcome("(DT_WSTR,4001)\"a\"") == "error C00470F1 data");
  CHECK(outcome("(DT_STR,10)\"a\"") == "error C0047094 data");
  CHECK(outcome("(DT_I4,3)1") == "error C0047094 data");
  CHECK(outcome("(DT_NUMERIC,39,0)1") == "error C00470AB data");
  CHECK(outcome("(DT_NUMERIC,0,0)1") == "error C00470AB data");
  CHECK(outcome("(DT_NUMERIC,5,6)1") == "error C00470AC data");
  CHECK(outcome("(DT_DECIMAL,29)1") == "error C00470AC data");
  CHECK(outcome("(DT_DBTIME2,8)\"10:00:00\"") == "error C00470AC data");
  CHECK(outcome("(DT_WSTR,@X)1") == "error C0047094 data");
}
