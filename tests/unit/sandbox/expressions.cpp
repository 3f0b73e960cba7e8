#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Fixture;

TEST_CASE("integer arithmetic truncates, divides by zero with 8134 and overflows with 8115") {
  Fixture f;
  CHECK(f.value("7 / 2") == "3");
  CHECK(f.value("-7 / 2") == "-3");
  CHECK(f.value("-7 % 3") == "-1");
  CHECK(f.value("7 / 2.0") == "3.500000");
  CHECK(f.value("1 + 2 * 3") == "7");
  CHECK(f.value("(1 + 2) * 3") == "9");
  CHECK(f.value("5 & 3 | 8") == "9");
  CHECK(f.value("1 / 0") == "#8134");
  CHECK(f.value("2147483647 + 1") == "#8115");
  CHECK(f.value("CAST(2147483647 AS bigint) + 1") == "2147483648");
}

TEST_CASE("NULL makes NULL, and unknown is not true") {
  Fixture f;
  CHECK(f.value("NULL + 1") == "NULL");
  CHECK(f.value("'a' + NULL") == "NULL");
  CHECK(f.value("CONCAT('a', NULL, 'b')") == "ab");
  CHECK(f.value("CASE WHEN NULL = NULL THEN 'yes' ELSE 'no' END") == "no");
  CHECK(f.value("CASE WHEN NOT (NULL = 1) THEN 'yes' ELSE 'no' END") == "no");
  CHECK(f.value("CASE WHEN 1 IN (2, NULL) THEN 'in' WHEN 1 NOT IN (2, NULL) THEN 'out' ELSE 'unknown' END") ==
        "unknown");
  CHECK(f.value("CASE WHEN 1 = 1 OR NULL = 1 THEN 'yes' END") == "yes");
  CHECK(f.value("CASE WHEN 1 = 0 AND NULL = 1 THEN 'yes' ELSE 'no' END") == "no");
  CHECK(f.value("COALESCE(NULL, NULL, 3)") == "3");
  CHECK(f.value("ISNULL(CAST(NULL AS varchar(2)), 'abcdef')") == "ab");
  CHECK(f.value("NULLIF(1, 1)") == "NULL");
}

TEST_CASE("strings compare without case and trailing blanks") {
  Fixture f;
  CHECK(f.value("CASE WHEN 'abc' = 'ABC  ' THEN 1 ELSE 0 END") == "1");
  CHECK(f.value("LEN('abc  ')") == "3");
  CHECK(f.value("DATALENGTH(N'abc')") == "6");
  CHECK(f.value("CASE WHEN 'a' < 'B' THEN 1 ELSE 0 END") == "1");
}

TEST_CASE("LIKE knows %, _, sets, ranges and ESCAPE") {
  Fixture f;
  const auto like = [&](const std::string &test) {
    return f.value("CASE WHEN " + test + " THEN 1 ELSE 0 END");
  };
  CHECK(like("'Smith' LIKE 'sm%'") == "1");
  CHECK(like("'Smith' LIKE '_mi_h'") == "1");
  CHECK(like("'b' LIKE '[a-c]'") == "1");
  CHECK(like("'d' LIKE '[^a-c]'") == "1");
  CHECK(like("'50%' LIKE '50!%' ESCAPE '!'") == "1");
  CHECK(like("'500' LIKE '50!%' ESCAPE '!'") == "0");
  CHECK(like("'a_b' LIKE 'a[_]b'") == "1");
  CHECK(like("'axb' LIKE 'a[_]b'") == "0");
}

TEST_CASE("conversions and their errors") {
  Fixture f;
  CHECK(f.value("CAST('12' AS int) + 1") == "13");
  CHECK(f.value("CAST('abc' AS int)") == "#245");
  CHECK(f.value("TRY_CAST('abc' AS int)") == "NULL");
  CHECK(f.value("CAST(300 AS tinyint)") == "#220");
  CHECK(f.value("CAST('2024-02-30' AS date)") == "#241");
  CHECK(f.value("CONVERT(varchar(10), CAST('2024-03-09' AS date), 104)") == "09.03.2024");
  CHECK(f.value("CONVERT(varchar(8), CAST('2024-03-09' AS datetime), 112)") == "20240309");
  CHECK(f.value("CAST(1.999 AS int)") == "1");
  CHECK(f.value("CAST(CAST(1.995 AS decimal(10,3)) AS decimal(10,2))") == "2.00");
  CHECK(f.value("CONVERT(varchar(10), 0x4142, 1)") == "0x4142");
  CHECK(f.value("CAST('x' AS uniqueidentifier)") == "#8169");
}

TEST_CASE("functions of maintenance scripts") {
  Fixture f;
  CHECK(f.value("STUFF('abcdef', 2, 3, 'X')") == "aXef");
  CHECK(f.value("REPLACE('aXbX', 'x', '-')") == "a-b-");
  CHECK(f.value("SUBSTRING('abcdef', 2, 3)") == "bcd");
  CHECK(f.value("CHARINDEX('c', 'abcabc', 4)") == "6");
  CHECK(f.value("PATINDEX('%[0-9]%', 'ab3d')") == "3");
  CHECK(f.value("QUOTENAME('a]b')") == "[a]]b]");
  CHECK(f.value("PARSENAME('srv.db.dbo.t', 3)") == "db");
  CHECK(f.value("RIGHT('000' + CAST(7 AS varchar(3)), 3)") == "007");
  CHECK(f.value("LTRIM(RTRIM('  x  '))") == "x");
  CHECK(f.value("UPPER('abc') + LOWER('DEF')") == "ABCdef");
  CHECK(f.value("REVERSE('abc')") == "cba");
  CHECK(f.value("DATEDIFF(day, '2024-01-01', '2024-03-01')") == "60");
  CHECK(f.value("CONVERT(varchar(10), DATEADD(month, 1, CAST('2024-01-31' AS date)), 120)") == "2024-02-29");
  CHECK(f.value("IIF(1 > 2, 'a', 'b')") == "b");
  CHECK(f.value("CHOOSE(2, 'a', 'b', 'c')") == "b");
  CHECK(f.value("OBJECT_ID('nothing_of_that_name')") == "NULL");
  CHECK(f.value("DB_NAME()") == "master");
  CHECK(f.value("SUSER_SNAME()") == "sa");
  CHECK(f.value("nosuchfunction(1)") == "#195");
}
