gantry_unit_test(audit gantry-audit)
