#include "evaluate-text.hpp"

using namespace gantry;
using namespace gantry::expression;

TEST_CASE("pieces of texts") {
  CHECK(outcome("LEN(\"Ball Bearing\")") == "DT_I4 12");
  CHECK(outcome("LEN(\" a \")") == "DT_I4 3");
  CHECK(outcome("LEN(\"\\xd83d\\xde00\")") == "DT_I4 2");
  CHECK(outcome("LEN(NULL(DT_WSTR,1))") == "DT_I4 NULL");
  CHECK(outcome("LEN(5)") == "error C0047089 invalid");
  CHECK(outcome("SUBSTRING(\"elephant\",4,2)") == "DT_WSTR ph");
  CHECK(outcome("SUBSTRING (\"elephant\",4,50)") == "DT_WSTR phant");
  CHECK(outcome("SUBSTRING(\"Redmond\",4,0)") == "DT_WSTR ");
  CHECK(outcome("SUBSTRING(\"Redmond\",40,1)") == "DT_WSTR ");
  CHECK(outcome("SUBSTRING(\"Redmond\",0,1)") == "error C004708C data");
  CHECK(outcome("SUBSTRING(\"Redmond\",1,-1)") == "error C004708B data");
  CHECK(outcome("SUBSTRING(\"Redmond\",18446744073709551615UL,1)") == "DT_WSTR ");
  CHECK(outcome("LEFT(\"Mountain\", 5)") == "DT_WSTR Mount");
  CHECK(outcome("LEFT(\"Mountain\", 50)") == "DT_WSTR Mountain");
  CHECK(outcome("RIGHT(\"Mountain Bike\", 4)") == "DT_WSTR Bike");
  CHECK(outcome("RIGHT(\"Bike\", 0)") == "DT_WSTR ");
  CHECK(outcome("RIGHT(\"Bike\", 40)") == "DT_WSTR Bike");
  CHECK(outcome("RIGHT(\"Bike\", -1)") == "error C00470E7 data");
  CHECK(outcome("RIGHT(\"Bike\", 1.5)") == "error C0047089 invalid");
}

TEST_CASE("finding and replacing") {
  CHECK(outcome("FINDSTRING(\"New York, NY, NY\", \"NY\", 1)") == "DT_I4 11");
  CHECK(outcome("FINDSTRING(\"New York, NY, NY\", \"NY\", 2)") == "DT_I4 15");
  CHECK(outcome("FINDSTRING(\"New York, NY, NY\", \"NY\", 3)") == "DT_I4 0");
  CHECK(outcome("FINDSTRING(\"Anderson\", \"n\", 2)") == "DT_I4 8");
  CHECK(outcome("FINDSTRING(\"a\", \"a\", 0)") == "error C00470EE data");
  CHECK(outcome("FINDSTRING(\"a\", NULL(DT_WSTR,1), 1)") == "DT_I4 NULL");
  CHECK(outcome("REPLACE(\"Mountain Bike\", \"Mountain\",\"All Terrain\")") == "DT_WSTR All Terrain Bike");
  CHECK(outcome("REPLACE(\"aaa\", \"a\",\"aa\")") == "DT_WSTR aaaaaa");
  CHECK(outcome("REPLACE(\"a.b\", \".\",\"\")") == "DT_WSTR ab");
  CHECK(outcome("REPLACE(\"a\", \"\",\"b\")") == "error C00470C5 data");
  CHECK(outcome("REPLACE(\"a\", \"a\",NULL(DT_WSTR,1))") == "DT_WSTR NULL");
  CHECK(outcome("TOKEN(\"a little white dog\",\" \",1)") == "DT_WSTR a");
  CHECK(outcome("TOKEN(\"a:little|white dog\",\"| ,.:\",4)") == "DT_WSTR dog");
  CHECK(outcome("TOKEN(\"a little white dog\",\" \",99)") == "DT_WSTR NULL");
  CHECK(outcome("TOKEN(\"a little white dog\",\"|\",1)") == "DT_WSTR a little white dog");
  CHECK(outcome("TOKEN(\"        a little\", \" \", 1)") == "DT_WSTR a");
  CHECK(outcome("TOKEN(\"a\", \" \", 0)") == "error C00470EE data");
  CHECK(
      outcome("TOKEN(\"c:\\\\data\\\\my.txt\", \"\\\\\", TOKENCOUNT(\"c:\\\\data\\\\my.txt\", \"\\\\\"))") ==
      "DT_WSTR my.txt");
  CHECK(outcome("TOKENCOUNT(\"01/12/2011\", \"/\")") == "DT_I4 3");
  CHECK(outcome("TOKENCOUNT(\"   a  b \", \" \")") == "DT_I4 2");
  CHECK(outcome("TOKENCOUNT(\"\", \" \")") == "DT_I4 0");
  CHECK(outcome("TOKENCOUNT(NULL(DT_WSTR,1), \" \")") == "DT_I4 0");
}

TEST_CASE("changing texts") {
  CHECK(outcome("UPPER(\"stra\\x00dfe \\x00e4\\x043f\\x03b1 1\")") ==
        "DT_WSTR STRA\xC3\x9F"
        "E \xC3\x84\xD0\x9F\xCE\x91 1");
  CHECK(outcome("LOWER(\"ABC \\x00c4\\x0416\")") == "DT_WSTR abc \xC3\xA4\xD0\xB6");
  CHECK(outcome("TRIM(\"   New York   \")") == "DT_WSTR New York");
  CHECK(outcome("TRIM(\"\\t a \")") == "DT_WSTR \t a");
  CHECK(outcome("TRIM(\"   \")") == "DT_WSTR ");
  CHECK(outcome("LTRIM(\"  a \") + \"|\"") == "DT_WSTR a |");
  CHECK(outcome("RTRIM(\"  a \") + \"|\"") == "DT_WSTR   a|");
  CHECK(outcome("REVERSE(\"Mountain\")") == "DT_WSTR niatnuoM");
  CHECK(outcome("REPLICATE(\"ab\", 3)") == "DT_WSTR ababab");
  CHECK(outcome("REPLICATE(\"ab\", 0)") == "DT_WSTR ");
  CHECK(outcome("REPLICATE(\"ab\", -1)") == "error C00470E8 data");
  CHECK(outcome("REPLICATE(\"ab\", 2147483647)") == "error C004707F data");
  CHECK(outcome("HEX(400)") == "DT_WSTR 190");
  CHECK(outcome("HEX(0)") == "DT_WSTR 0");
  CHECK(outcome("HEX(-1)") == "DT_WSTR FFFFFFFF");
  CHECK(outcome("HEX((DT_I1)-1)") == "DT_WSTR FF");
  CHECK(outcome("HEX(1.0)") == "error C0047089 invalid");
  CHECK(outcome("CODEPOINT(\"Mountain Bike\")") == "DT_UI2 77");
  CHECK(outcome("CODEPOINT(\"\")") == "DT_UI2 NULL");
}

TEST_CASE("NULL replaced") {
  CHECK(outcome("REPLACENULL(NULL(DT_WSTR,5), \"x\")") == "DT_WSTR x");
  CHECK(outcome("REPLACENULL(\"y\", \"x\")") == "DT_WSTR y");
  CHECK(outcome("REPLACENULL(NULL(DT_I4), 7)") == "DT_I4 7");
  CHECK(outcome("REPLACENULL(NULL(DT_I4), \"7\")") == "DT_I4 7");
  CHECK(outcome("REPLACENULL(NULL(DT_I4), \"x\")") == "error C00470C2 data");
  CHECK(outcome("REPLACENULL(NULL(DT_DBTIMESTAMP), \"1900-01-01\")") == "DT_DBTIMESTAMP 1900-01-01 00:00:00");
  CHECK(outcome("REPLACENULL(1, GETDATE())") == "error C0047089 invalid");
}

TEST_CASE("mathematics") {
  CHECK(outcome("ABS(-5)") == "DT_I4 5");
  CHECK(outcome("ABS(-1.5)") == "DT_NUMERIC 1.5");
  CHECK(outcome("ABS((DT_I1)-128)") == "error C004707F data");
  CHECK(outcome("CEILING(123.74)") == "DT_NUMERIC 124.00");
  CHECK(outcome("CEILING(-124.27)") == "DT_NUMERIC -124.00");
  CHECK(outcome("CEILING(99.5)") == "DT_NUMERIC 100.0");
  CHECK(outcome("FLOOR(123.74)") == "DT_NUMERIC 123.00");
  CHECK(outcome("FLOOR(-123.74)") == "DT_NUMERIC -124.00");
  CHECK(outcome("FLOOR(-1.5e0)") == "DT_R8 -2");
  CHECK(outcome("ROUND(137.1574,3)") == "DT_NUMERIC 137.1570");
  CHECK(outcome("ROUND(137.1575,3)") == "DT_NUMERIC 137.1580");
  CHECK(outcome("ROUND(9.99,1)") == "DT_NUMERIC 10.00");
  CHECK(outcome("ROUND(-2.5,0)") == "DT_NUMERIC -3.0");
  CHECK(outcome("ROUND(1.25e0,1)") == "DT_R8 1.3");
  CHECK(outcome("ROUND(5,-1)") == "error C00470C5 data");
  CHECK(outcome("SIGN(-3)") == "DT_I4 -1");
  CHECK(outcome("SIGN(0.0)") == "DT_NUMERIC 0.0");
  CHECK(outcome("SQUARE(12)") == "DT_R8 144");
  CHECK(outcome("SQRT(25)") == "DT_R8 5");
  CHECK(outcome("SQRT(-1)") == "error C00470DF data");
  CHECK(outcome("POWER(4,3)") == "DT_R8 64");
  CHECK(outcome("POWER(4,0.5)") == "DT_R8 2");
  CHECK(outcome("POWER(0,-1)") == "error C00470E2 data");
  CHECK(outcome("POWER(-8,0.5)") == "error C00470E2 data");
  CHECK(outcome("POWER(10,400)") == "error C004707F data");
  CHECK(outcome("EXP(0)") == "DT_R8 1");
  CHECK(outcome("EXP(1000)") == "error C004707F data");
  CHECK(outcome("LN(EXP(1))") == "DT_R8 1");
  CHECK(outcome("LN(0)") == "error C00470E0 data");
  CHECK(outcome("LOG(1000)") == "DT_R8 3");
  CHECK(outcome("LOG(-1)") == "error C00470E1 data");
  CHECK(outcome("SQRT(NULL(DT_I4))") == "DT_R8 NULL");
  CHECK(outcome("ABS(\"5\")") == "error C0047089 invalid");
  CHECK(outcome("ABS(True)") == "error C0047089 invalid");
}

TEST_CASE("dates") {
  const std::string base = "(DT_DBTIMESTAMP)\"2003-08-31 23:59:59.500\"";
  CHECK(outcome("DATEADD(\"Month\", 1, " + base + ")") == "DT_DBTIMESTAMP 2003-09-30 23:59:59.500000000");
  CHECK(outcome("DATEADD(\"mm\", -6, " + base + ")") == "DT_DBTIMESTAMP 2003-02-28 23:59:59.500000000");
  CHECK(outcome("DATEADD(\"yyyy\", 1, (DT_DBDATE)\"2004-02-29\")") == "DT_DBTIMESTAMP 2005-02-28 00:00:00");
  CHECK(outcome("DATEADD(\"ms\", 500, " + base + ")") == "DT_DBTIMESTAMP 2003-09-01 00:00:00");
  CHECK(outcome("DATEADD(\"dd\", -31, (DT_DBDATE)\"2004-03-31\")") == "DT_DBTIMESTAMP 2004-02-29 00:00:00");
  CHECK(outcome("DATEADD(\"WEEK\", 2, (DT_DBDATE)\"2003-12-25\")") == "DT_DBTIMESTAMP 2004-01-08 00:00:00");
  CHECK(outcome("DATEADD(\"qq\", 1, (DT_DBDATE)\"2003-11-30\")") == "DT_DBTIMESTAMP 2004-02-29 00:00:00");
  CHECK(outcome("DATEADD(\"hh\", -1, (DT_DBDATE)\"1900-01-01\")") == "DT_DBTIMESTAMP 1899-12-31 23:00:00");
  CHECK(outcome("DATEADD(\"yyyy\", 8000, GETDATE())") == "error C004707F data");
  CHECK(outcome("DATEADD(\"s\", 18446744073709551615UL, GETDATE())") == "error C004707F data");
  CHECK(outcome("DATEADD(\"fortnight\", 1, GETDATE())") == "error C004708F data");
  CHECK(outcome("DATEADD(\"day\", 1.5, GETDATE())") == "error C0047089 invalid");
  CHECK(outcome("DATEADD(\"day\", 1, 5)") == "error C0047089 invalid");
  CHECK(outcome("DATEADD(\"day\", NULL(DT_I4), GETDATE())") == "DT_DBTIMESTAMP NULL");

  CHECK(outcome("DATEDIFF(\"dd\", (DT_DBTIMESTAMP)\"8/1/2003\", (DT_DBTIMESTAMP)\"8/8/2003\")") == "DT_I4 7");
  CHECK(outcome("DATEDIFF(\"yy\", (DT_DBDATE)\"2003-12-31\", (DT_DBDATE)\"2004-01-01\")") == "DT_I4 1");
  CHECK(outcome("DATEDIFF(\"q\", (DT_DBDATE)\"2003-12-31\", (DT_DBDATE)\"2004-04-01\")") == "DT_I4 2");
  CHECK(outcome("DATEDIFF(\"mm\", (DT_DBDATE)\"2004-01-31\", (DT_DBDATE)\"2003-12-01\")") == "DT_I4 -1");
  // Saturday to Sunday crosses the boundary of a week.
  CHECK(outcome("DATEDIFF(\"ww\", (DT_DBDATE)\"2003-08-09\", (DT_DBDATE)\"2003-08-10\")") == "DT_I4 1");
  CHECK(outcome("DATEDIFF(\"ww\", (DT_DBDATE)\"2003-08-10\", (DT_DBDATE)\"2003-08-16\")") == "DT_I4 0");
  CHECK(outcome("DATEDIFF(\"hh\", (DT_DBTIMESTAMP)\"2003-08-06 10:59:59\", (DT_DBTIMESTAMP)\"2003-08-06 "
                "11:00\")") == "DT_I4 1");
  CHECK(outcome("DATEDIFF(\"hh\", (DT_DBTIMESTAMP)\"1960-01-01 10:59:59\", (DT_DBTIMESTAMP)\"1960-01-01 "
                "11:00\")") == "DT_I4 1");
  CHECK(outcome("DATEDIFF(\"ms\", (DT_DBDATE)\"1900-01-01\", (DT_DBDATE)\"2003-08-06\")") ==
        "error C004707F data");

  CHECK(outcome("DATEPART(\"month\", (DT_DBTIMESTAMP)\"11/04/2002\")") == "DT_I4 11");
  CHECK(outcome("DATEPART(\"qq\", " + base + ")") == "DT_I4 3");
  CHECK(outcome("DATEPART(\"dy\", (DT_DBDATE)\"2004-12-31\")") == "DT_I4 366");
  CHECK(outcome("DATEPART(\"dw\", (DT_DBDATE)\"2003-08-10\")") == "DT_I4 1");
  CHECK(outcome("DATEPART(\"dw\", (DT_DBDATE)\"1969-12-31\")") == "DT_I4 4");
  CHECK(outcome("DATEPART(\"wk\", (DT_DBDATE)\"2003-01-05\")") == "DT_I4 2");
  CHECK(outcome("DATEPART(\"wk\", (DT_DBDATE)\"2003-01-04\")") == "DT_I4 1");
  CHECK(outcome("DATEPART(\"mi\", " + base + ")") == "DT_I4 59");
  CHECK(outcome("DATEPART(\"ms\", " + base + ")") == "DT_I4 500");
  CHECK(outcome("DATEPART(\"hh\", (DT_DBTIME)\"16:34:52\")") == "DT_I4 16");
  CHECK(outcome("DAY((DT_DBTIMESTAMP)\"11/23/2002\")") == "DT_I4 23");
  CHECK(outcome("MONTH(\"11/23/2002\")") == "DT_I4 11");
  CHECK(outcome("YEAR(NULL(DT_DATE))") == "DT_I4 NULL");
  CHECK(outcome("YEAR(2002)") == "error C0047089 invalid");
}

TEST_CASE("the clock") {
  CHECK(outcome("YEAR(GETDATE()) >= 2024") == "DT_BOOL True");
  CHECK(outcome("DATEDIFF(\"hh\", GETUTCDATE(), GETDATE()) <= 14") == "DT_BOOL True");
  CHECK(outcome("DATEDIFF(\"s\", GETDATE(), GETDATE()) <= 5") == "DT_BOOL True");
}

TEST_CASE("names and numbers of parameters") {
  CHECK(outcome("len(\"a\")") == "DT_I4 1");
  CHECK(outcome("[Len](\"a\")") == "DT_I4 1");
  CHECK(outcome("LENGTH(\"a\")") == "error C004708A data");
  CHECK(error_of("SUBSTRNG(\"a\",1,1)").todo == "Did you mean SUBSTRING?");
  CHECK(outcome("LEN()") == "error C00470FB data");
  CHECK(outcome("LEN(\"a\",\"b\")") == "error C00470FB data");
  CHECK(outcome("GETDATE(1)") == "error C00470FB data");
  CHECK(outcome("LEN(\"a\"") == "error C00470A7 data");
}
