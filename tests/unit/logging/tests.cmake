gantry_unit_test(logging gantry-logging)
