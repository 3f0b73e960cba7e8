gantry_unit_test(runtime gantry-runtime)
