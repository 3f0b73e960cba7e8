gantry_unit_test(enumerators gantry-enumerators-core)
