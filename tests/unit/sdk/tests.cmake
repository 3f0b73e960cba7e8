gantry_unit_test(sdk gantry::sdk)
