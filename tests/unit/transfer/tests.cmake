gantry_unit_test(transfer gantry-transfer-core gantry-smo-core)
