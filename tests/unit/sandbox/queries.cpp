#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

namespace {

struct Shop : Fixture {
  Shop() {
    run("CREATE TABLE customer(id int PRIMARY KEY, name varchar(20), city varchar(20) NULL)");
    run("CREATE TABLE orders(id int PRIMARY KEY, customer int NULL, amount decimal(9,2))");
    run("INSERT customer VALUES (1, 'Ada', 'Paris'), (2, 'Bob', 'Rome'), (3, 'Cy', NULL)");
    run("INSERT orders VALUES (10, 1, 5), (11, 1, 7.50), (12, 2, 1), (13, NULL, 9)");
  }
  Rows rows(const std::string &sql) {
    const Collector out = run(sql);
    if (out.error()) return {{"error", std::to_string(out.error()->number), out.error()->text}};
    return out.rows();
  }
};

}  // namespace

TEST_CASE("joins keep and drop rows as ON and their kind say") {
  Shop f;
  CHECK(f.rows("SELECT c.name, o.id FROM customer c JOIN orders o ON o.customer = c.id ORDER BY o.id") ==
        Rows{{"Ada", "10"}, {"Ada", "11"}, {"Bob", "12"}});
  CHECK(
      f.rows(
          "SELECT c.name, o.id FROM customer c LEFT JOIN orders o ON o.customer = c.id WHERE o.id IS NULL") ==
      Rows{{"Cy", "NULL"}});
  CHECK(f.rows("SELECT o.id FROM customer c RIGHT JOIN orders o ON o.customer = c.id WHERE c.id IS NULL") ==
        Rows{{"13"}});
  CHECK(f.rows("SELECT COUNT(*) FROM customer c FULL JOIN orders o ON o.customer = c.id") == Rows{{"5"}});
  CHECK(f.rows("SELECT COUNT(*) FROM customer CROSS JOIN orders") == Rows{{"12"}});
  CHECK(f.rows("SELECT a.name FROM customer a, customer b WHERE a.id = b.id + 1 ORDER BY 1 DESC") ==
        Rows{{"Cy"}, {"Bob"}});
}

TEST_CASE("the columns of a side that may find no partner are announced as nullable") {
  Shop f;
  const auto nullable = [&f](const std::string &join) {
    const Collector out = f.run("SELECT c.id, o.id FROM customer c " + join);
    std::string flags;
    for (const sandbox::Column &column : out.sets.at(0).columns) flags += column.nullable ? 'y' : 'n';
    return flags;
  };
  CHECK(nullable("JOIN orders o ON o.customer = c.id") == "nn");
  CHECK(nullable("LEFT JOIN orders o ON o.customer = c.id") == "ny");
  CHECK(nullable("RIGHT JOIN orders o ON o.customer = c.id") == "yn");
  CHECK(nullable("FULL JOIN orders o ON o.customer = c.id") == "yy");
  CHECK(nullable("OUTER APPLY (SELECT id FROM orders WHERE customer = c.id) o") == "ny");
}

TEST_CASE("grouping, HAVING and aggregates without NULLs") {
  Shop f;
  CHECK(f.rows("SELECT customer, SUM(amount), COUNT(*) FROM orders GROUP BY customer ORDER BY customer") ==
        Rows{{"NULL", "9.00", "1"}, {"1", "12.50", "2"}, {"2", "1.00", "1"}});
  CHECK(f.rows("SELECT customer FROM orders GROUP BY customer HAVING COUNT(*) > 1") == Rows{{"1"}});
  CHECK(f.rows("SELECT COUNT(city), COUNT(*) FROM customer") == Rows{{"2", "3"}});
  CHECK(f.rows("SELECT MAX(amount) FROM orders WHERE 1 = 0") == Rows{{"NULL"}});
  CHECK(f.run("SELECT name, COUNT(*) FROM customer").errors() == std::vector<int>{8120});
  CHECK(f.run("SELECT name FROM customer WHERE COUNT(*) > 1").errors() == std::vector<int>{147});
}

TEST_CASE("windows number and accumulate") {
  Shop f;
  CHECK(f.rows("SELECT id, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC) FROM orders ORDER "
               "BY id") == Rows{{"10", "2"}, {"11", "1"}, {"12", "1"}, {"13", "1"}});
  CHECK(f.rows("SELECT id, SUM(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) "
               "FROM orders ORDER BY id") ==
        Rows{{"10", "5.00"}, {"11", "12.50"}, {"12", "13.50"}, {"13", "22.50"}});
  CHECK(f.rows("SELECT id, LAG(id) OVER (ORDER BY id) FROM orders WHERE customer = 1") ==
        Rows{{"10", "NULL"}, {"11", "10"}});
  CHECK(f.rows("SELECT id, SUM(amount) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM "
               "orders ORDER BY id") ==
        Rows{{"10", "5.00"}, {"11", "12.50"}, {"12", "8.50"}, {"13", "10.00"}});
}

TEST_CASE("subqueries, EXISTS, IN, APPLY") {
  Shop f;
  CHECK(f.rows("SELECT name FROM customer c WHERE EXISTS (SELECT * FROM orders o WHERE o.customer = c.id AND "
               "o.amount > 6)") == Rows{{"Ada"}});
  CHECK(f.rows("SELECT name FROM customer WHERE id NOT IN (SELECT customer FROM orders WHERE customer IS NOT "
               "NULL)") == Rows{{"Cy"}});
  CHECK(f.rows("SELECT name FROM customer WHERE id NOT IN (SELECT customer FROM orders)").empty());
  CHECK(f.run("SELECT (SELECT id FROM orders)").errors() == std::vector<int>{512});
  CHECK(f.rows("SELECT c.name, x.top_amount FROM customer c CROSS APPLY (SELECT TOP 1 amount AS top_amount "
               "FROM orders o WHERE o.customer = c.id ORDER BY "
               "amount DESC) x ORDER BY c.id") == Rows{{"Ada", "7.50"}, {"Bob", "1.00"}});
  CHECK(f.rows("SELECT c.name, x.n FROM customer c OUTER APPLY (SELECT o.id AS n FROM orders o WHERE "
               "o.customer = c.id AND o.amount > 6) x ORDER BY c.id") ==
        Rows{{"Ada", "11"}, {"Bob", "NULL"}, {"Cy", "NULL"}});
}

TEST_CASE("common table expressions, also recursive ones") {
  Shop f;
  CHECK(f.rows("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT SUM(i) FROM n") ==
        Rows{{"15"}});
  CHECK(f.run("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n").errors() ==
        std::vector<int>{530});
  CHECK(f.rows("WITH a AS (SELECT id FROM customer), b AS (SELECT id FROM a WHERE id > 1) SELECT COUNT(*) "
               "FROM b") == Rows{{"2"}});
}

TEST_CASE("set operators") {
  Shop f;
  CHECK(f.rows("SELECT 1 UNION SELECT 1 UNION ALL SELECT 2 ORDER BY 1") == Rows{{"1"}, {"2"}});
  CHECK(f.rows("SELECT 1 AS x EXCEPT SELECT 2") == Rows{{"1"}});
  CHECK(f.rows("SELECT NULL INTERSECT SELECT NULL") == Rows{{"NULL"}});
  CHECK(f.run("SELECT 1 UNION SELECT 1, 2").errors() == std::vector<int>{205});
}

TEST_CASE("joining texts: STRING_AGG and FOR XML PATH") {
  Shop f;
  CHECK(f.rows("SELECT STRING_AGG(name, ', ') WITHIN GROUP (ORDER BY name DESC) FROM customer") ==
        Rows{{"Cy, Bob, Ada"}});
  CHECK(f.rows("SELECT STUFF((SELECT ', ' + name FROM customer ORDER BY id FOR XML PATH('')), 1, 2, '')") ==
        Rows{{"Ada, Bob, Cy"}});
  CHECK(f.rows("SELECT STUFF((SELECT ',' + 'a<b' FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 1, "
               "'')") == Rows{{"a<b"}});
  CHECK(f.rows("SELECT value FROM STRING_SPLIT('a,b', ',') ORDER BY value DESC") == Rows{{"b"}, {"a"}});
}

TEST_CASE("TOP, DISTINCT, OFFSET and ORDER BY") {
  Shop f;
  CHECK(f.rows("SELECT TOP (2) id FROM orders ORDER BY amount DESC") == Rows{{"13"}, {"11"}});
  CHECK(f.rows("SELECT id FROM orders ORDER BY id OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY") ==
        Rows{{"11"}, {"12"}});
  CHECK(f.rows("SELECT DISTINCT ISNULL(customer, 0) AS c FROM orders ORDER BY c") ==
        Rows{{"0"}, {"1"}, {"2"}});
  CHECK(f.rows("SELECT TOP 1 WITH TIES customer FROM orders WHERE customer IS NOT NULL ORDER BY customer") ==
        Rows{{"1"}, {"1"}});
  CHECK(f.run("SELECT DISTINCT name FROM customer ORDER BY city").errors() == std::vector<int>{145});
}

TEST_CASE("names that mean nothing, or too much") {
  Shop f;
  CHECK(f.run("SELECT nothing FROM customer").errors() == std::vector<int>{207});
  CHECK(f.run("SELECT x.name FROM customer c").errors() == std::vector<int>{4104});
  CHECK(f.run("SELECT id FROM customer c JOIN orders o ON o.customer = c.id").errors() ==
        std::vector<int>{209});
  CHECK(f.run("SELECT * FROM nothing").errors() == std::vector<int>{208});
  CHECK(f.run("SELECT FROM customer").errors() == std::vector<int>{156});
  CHECK(f.run("SELECT @undeclared").errors() == std::vector<int>{137});
}

TEST_CASE("PIVOT, UNPIVOT and grouping sets") {
  Shop f;
  f.run(
      "CREATE TABLE v(k int, g char(1), n int); INSERT v VALUES (1, 'a', 10), (1, 'b', 20), (2, 'a', 30), "
      "(2, 'a', 5)");
  CHECK(f.rows("SELECT k, [a], [b] FROM (SELECT k, g, n FROM v) s PIVOT (SUM(n) FOR g IN ([a], [b])) p ORDER "
               "BY k") == Rows{{"1", "10", "20"}, {"2", "35", "NULL"}});
  CHECK(f.rows("SELECT k, name, x FROM (SELECT 1 AS k, 7 AS a, 8 AS b, CAST(NULL AS int) AS c) s UNPIVOT (x "
               "FOR name IN (a, b, c)) u ORDER BY name") == Rows{{"1", "a", "7"}, {"1", "b", "8"}});
  CHECK(f.rows("SELECT k, g, SUM(n), GROUPING(g) FROM v GROUP BY ROLLUP(k, g) ORDER BY GROUPING(k), k, "
               "GROUPING(g), g") == Rows{{"1", "a", "10", "0"},
                                         {"1", "b", "20", "0"},
                                         {"1", "NULL", "30", "1"},
                                         {"2", "a", "35", "0"},
                                         {"2", "NULL", "35", "1"},
                                         {"NULL", "NULL", "65", "1"}});
  CHECK(f.rows("SELECT COUNT(*) FROM (SELECT k, g FROM v GROUP BY CUBE(k, g)) x") == Rows{{"8"}});
  CHECK(f.rows("SELECT k, g, COUNT(*) FROM v GROUP BY GROUPING SETS ((k), (g)) ORDER BY k, g") ==
        Rows{{"NULL", "a", "3"}, {"NULL", "b", "1"}, {"1", "NULL", "2"}, {"2", "NULL", "2"}});
}

TEST_CASE("FOR XML RAW with ELEMENTS names each row and each column") {
  Fixture f;
  CHECK(f.value("(SELECT 1 AS a, N'x<y' AS b, NULL AS c FOR XML RAW('Info'), ELEMENTS)") ==
        "<Info><a>1</a><b>x&lt;y</b></Info>");
  CHECK(f.value("(SELECT 1 AS a FOR XML RAW)") == "#102");
}
