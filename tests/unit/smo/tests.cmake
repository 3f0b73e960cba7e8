gantry_unit_test(smo gantry-smo-core)
