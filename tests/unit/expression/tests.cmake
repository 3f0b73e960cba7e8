gantry_unit_test(expression gantry-expression)
