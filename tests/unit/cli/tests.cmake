gantry_unit_test(cli gantry-cli)
