gantry_unit_test(sql gantry-sql-core)
