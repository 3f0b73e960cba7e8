gantry_unit_test(package gantry-package)
